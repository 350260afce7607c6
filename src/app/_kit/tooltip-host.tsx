"use client";

import { useEffect, useRef, useState } from "react";
import { Kbd } from "./kbd";

const WAIT_MS = 450;
const GAP_PX = 6;

interface Shown {
  target: Element;
  text: string;
  keys: string | null;
}

/**
 * Shows the tooltip of whatever has one (tip()), on hover and on focus; Esc hides it, and it can be hovered itself (WCAG 1.4.13).
 * One for the whole page: a list of a thousand buttons costs nothing. What it says is in aria-label already, so it is not read out.
 */
export function TooltipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => listen(setShown, box), []);
  useEffect(() => {
    if (!shown || !box.current) return;
    place(box.current, shown.target);
  }, [shown]);
  return (
    <div
      ref={box}
      popover="manual"
      aria-hidden="true"
      className="pointer-events-none fixed inset-auto m-0 max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-raised [&:popover-open]:flex [&_kbd>span]:border-faint [&_kbd>span]:bg-transparent [&_kbd]:text-line-strong dark:[&_kbd]:text-faint"
    >
      <span dir="auto">{shown?.text}</span>
      {shown?.keys && <Kbd keys={shown.keys} />}
    </div>
  );
}

function listen(setShown: (shown: Shown | null) => void, box: { current: HTMLDivElement | null }) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Element | null = null;
  const hide = () => {
    clearTimeout(timer);
    current = null;
    if (box.current?.matches(":popover-open")) box.current.hidePopover();
    setShown(null);
  };
  const over = (event: Event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-tip]") : null;
    if (target === current) return;
    hide();
    if (!target) return;
    if (event.type === "focusin" && !target.matches(":focus-visible")) return;
    current = target;
    const wait = event.type === "focusin" ? 0 : WAIT_MS;
    timer = setTimeout(() => {
      const text = target.getAttribute("data-tip");
      if (text && target.isConnected) setShown({ target, text, keys: target.getAttribute("data-tip-keys") });
    }, wait);
  };
  const key = (event: KeyboardEvent) => event.key !== "Shift" && hide();
  const stop = new AbortController();
  const options = { signal: stop.signal, passive: true };
  document.addEventListener("pointerover", (event) => event.pointerType === "mouse" && over(event), options);
  document.addEventListener("focusin", over, options);
  document.addEventListener("focusout", hide, options);
  document.addEventListener("pointerdown", hide, options);
  document.addEventListener("keydown", key, options);
  document.addEventListener("scroll", hide, { ...options, capture: true });
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

/** Below what it belongs to, above where there is no room; never over the edge. */
function place(box: HTMLDivElement, target: Element): void {
  if (!target.isConnected) return;
  box.showPopover();
  const at = target.getBoundingClientRect();
  const { width, height } = box.getBoundingClientRect();
  const left = Math.min(Math.max(at.left + at.width / 2 - width / 2, GAP_PX), innerWidth - width - GAP_PX);
  const isBelow = at.bottom + GAP_PX + height < innerHeight;
  box.style.left = `${left}px`;
  box.style.top = `${isBelow ? at.bottom + GAP_PX : at.top - GAP_PX - height}px`;
}
