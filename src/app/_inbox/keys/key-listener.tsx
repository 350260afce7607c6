"use client";

import { useEffect } from "react";
import { usePreferences } from "../shell/preferences";
import { chordOf, isSingleKey, matchChord, type Pending } from "./key-map";
import { runShortcut } from "./use-shortcut";

/** Listens to the keyboard; once in the page. */
export function KeyListener() {
  const { hasKeys } = usePreferences();
  useEffect(() => {
    let pending: Pending | null = null;
    const press = (event: KeyboardEvent) => {
      const chord = chordOf(event);
      if (chord === null || event.defaultPrevented || event.isComposing) return;
      if (isSingleKey(chord) && (!hasKeys || isTaken(event.target, chord))) return;
      if (chord === "escape" && isAbovePage(event.target)) return;
      // What is typed is undone by the browser itself.
      if (chord === "mod+z" && isTyping(event.target)) return;
      const match = matchChord(chord, pending, event.timeStamp);
      pending = match.pending;
      if (match.id && runShortcut(match.id)) event.preventDefault();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [hasKeys]);
  return null;
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}

function isAbovePage(target: EventTarget | null): boolean {
  const above = "[role=dialog], [role=alertdialog], [role=menu], [role=listbox]";
  return target instanceof HTMLElement && target.closest(above) !== null;
}

/** Somebody writes, or something above the page has the keyboard, or the key presses the button that has the focus. */
function isTaken(target: EventTarget | null, chord: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (isTyping(target) && !target.matches("input[type=checkbox]")) return true;
  if (isAbovePage(target)) return true;
  return chord === "enter" && target.closest("a, button, summary, [role=button], [role=link]") !== null;
}
