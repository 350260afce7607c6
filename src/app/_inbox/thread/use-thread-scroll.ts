"use client";

import { type RefObject, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";

/** Who is this close to the end follows it. */
const NEAR_PX = 120;
/** Older messages are fetched before the reader gets to the beginning. */
const OLDER_PX = 600;

interface Thread {
  conversationId: number;
  firstKey: string | undefined;
  lastKey: string | undefined;
  /** The last one is this person's own: they see it, wherever they were. */
  isLastOwn: boolean;
  isReady: boolean;
  onNearTop: () => void;
  /** Where to begin: an element of the list, or its end. */
  startAt: () => HTMLElement | null;
}

export interface ThreadScroll {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  isAtEnd: boolean;
  /** Something came while the reader was elsewhere. */
  hasNews: boolean;
  toEnd: () => void;
  onScroll: () => void;
}

/**
 * Where the reader is, kept: at the end they follow it; elsewhere nothing moves, whether older messages are put above (the
 * distance to the end stays) or newer ones below. The browser's own anchoring is off, so that nothing is corrected twice.
 */
export function useThreadScroll(thread: Thread): ThreadScroll {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const fromEnd = useRef(0);
  const shown = useRef<Pick<Thread, "conversationId" | "firstKey" | "lastKey"> | null>(null);
  const [isAtEnd, setAtEnd] = useState(true);
  const [hasNews, setNews] = useState(false);
  const { conversationId, firstKey, lastKey, isLastOwn, isReady, onNearTop, startAt } = thread;

  const note = useCallback(() => {
    const pane = scroller.current;
    if (!pane) return;
    fromEnd.current = pane.scrollHeight - pane.scrollTop;
    const isNear = fromEnd.current - pane.clientHeight < NEAR_PX;
    isFollowing.current = isNear;
    setAtEnd(isNear);
    if (isNear) setNews(false);
  }, []);

  const toEnd = useCallback(() => {
    const pane = scroller.current;
    if (pane) pane.scrollTop = pane.scrollHeight;
    note();
  }, [note]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is shown moves the reader, not a new function
  useLayoutEffect(() => {
    const pane = scroller.current;
    if (!pane || !isReady) return;
    const before = shown.current;
    shown.current = { conversationId, firstKey, lastKey };
    if (before?.conversationId !== conversationId) {
      const start = startAt();
      if (start) pane.scrollTop = start.offsetTop - 80;
      else pane.scrollTop = pane.scrollHeight;
      note();
      return;
    }
    if (before.firstKey !== firstKey) pane.scrollTop = pane.scrollHeight - fromEnd.current;
    if (before.lastKey === lastKey) return;
    if (isFollowing.current || isLastOwn) toEnd();
    else setNews(true);
  }, [conversationId, firstKey, lastKey, isReady]);

  // What grows at the end (a strip under a message, a reaction, the composer beside it) does not push the end away.
  useEffect(() => {
    const [pane, inner] = [scroller.current, content.current];
    if (!pane || !inner) return;
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) pane.scrollTop = pane.scrollHeight;
    });
    observer.observe(inner);
    observer.observe(pane);
    return () => observer.disconnect();
  }, []);

  const onScroll = useCallback(() => {
    note();
    if (scroller.current && scroller.current.scrollTop < OLDER_PX) onNearTop();
  }, [note, onNearTop]);

  return { scroller, content, isAtEnd, hasNews, toEnd, onScroll };
}
