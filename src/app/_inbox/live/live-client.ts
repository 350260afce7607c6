// Keeps one line open to the server, and falls back to asking where it does not hold. It knows nothing of React, and is
// handed everything it does to the world, so that a test can play the network.

import type { InboxError } from "@/app/_client/call-inbox";
import type { Changes } from "@/app/_contract/thread";

/** live: changes come by themselves. polling: they are asked for. reconnecting: neither has worked lately. */
export type LiveStatus = "connecting" | "live" | "polling" | "reconnecting" | "offline" | "signed-out";

/** Of an EventSource, what is needed. */
export interface Source {
  onopen: (() => void) | null;
  onerror: (() => void) | null;
  addEventListener: (type: "changes", listener: (event: { data: string }) => void) => void;
  close: () => void;
  /** 2: it will not try again by itself. */
  readyState: number;
}

export interface LiveHands {
  openSource: (after: string | null) => Source;
  poll: (after: string | null) => Promise<Changes>;
  onChanges: (changes: Changes) => void;
  onStatus: (status: LiveStatus) => void;
}

const CLOSED = 2;
/** A line that has not opened by then is held back by something in between. */
export const OPEN_WITHIN_MS = 8_000;
export const POLL_EVERY_MS = 5_000;
/** After a line has failed it is polled for so long before the next try, up to the second. */
export const AGAIN_AFTER_MS = 15_000;
const AGAIN_AFTER_MS_MAX = 120_000;
/** A tab that nobody looks at gives its line back: a browser has six of them per server. */
export const HIDDEN_AFTER_MS = 30_000;

/** `cursor`: where it begins; null: now. */
export function createLiveClient(begin: string | null, hands: LiveHands) {
  let cursor = begin;
  let source: Source | null = null;
  let isStopped = true;
  /** The line is open: whatever is polled is old news. */
  let isOpen = false;
  let failures = 0;
  let status: LiveStatus = "connecting";
  const timers = new Map<"open" | "poll" | "again" | "hidden", ReturnType<typeof setTimeout>>();

  function later(name: "open" | "poll" | "again" | "hidden", ms: number, what: () => void) {
    clearTimeout(timers.get(name));
    timers.set(name, setTimeout(what, ms));
  }

  function tell(next: LiveStatus) {
    if (next === status) return;
    status = next;
    hands.onStatus(next);
  }

  function take(changes: Changes) {
    cursor = changes.cursor;
    hands.onChanges(changes);
  }

  function closeSource() {
    clearTimeout(timers.get("open"));
    isOpen = false;
    source?.close();
    source = null;
  }

  function connect() {
    if (isStopped) return;
    closeSource();
    const opened = hands.openSource(cursor);
    source = opened;
    later("open", OPEN_WITHIN_MS, fallBack);
    opened.onopen = () => {
      clearTimeout(timers.get("open"));
      clearTimeout(timers.get("poll"));
      failures = 0;
      isOpen = true;
      tell("live");
    };
    opened.addEventListener("changes", ({ data }) => take(JSON.parse(data) as Changes));
    opened.onerror = () => {
      if (source !== opened) return;
      isOpen = false;
      // It tries again by itself, and says where it was (Last-Event-ID); a refusal is final.
      if (opened.readyState === CLOSED) fallBack();
      else {
        tell("reconnecting");
        later("open", OPEN_WITHIN_MS, fallBack);
      }
    };
  }

  function fallBack() {
    closeSource();
    failures += 1;
    later("again", Math.min(AGAIN_AFTER_MS * 2 ** (failures - 1), AGAIN_AFTER_MS_MAX), connect);
    void poll();
  }

  async function poll() {
    try {
      const changes = await hands.poll(cursor);
      if (isStopped || isOpen) return;
      take(changes);
      tell("polling");
    } catch (error) {
      if (isStopped || isOpen) return;
      const { code } = error as InboxError;
      if (code === "UNAUTHORIZED") return tell("signed-out");
      tell(code === "OFFLINE" ? "offline" : "reconnecting");
    }
    later("poll", POLL_EVERY_MS, () => void poll());
  }

  function pause() {
    isStopped = true;
    for (const timer of timers.values()) clearTimeout(timer);
    closeSource();
  }

  function start() {
    clearTimeout(timers.get("hidden"));
    if (!isStopped) return;
    isStopped = false;
    // From here on the line has to show anew that it holds.
    status = status === "signed-out" ? status : "connecting";
    connect();
  }

  return {
    start,
    stop: pause,
    /** The tab was hidden, or is looked at again: what was missed comes by the cursor. */
    setHidden: (isHidden: boolean) => (isHidden ? later("hidden", HIDDEN_AFTER_MS, pause) : start()),
    /** The browser has lost its network, or has it again. */
    setOnline: (isOnline: boolean) => {
      if (isStopped) return;
      if (isOnline) connect();
      else {
        closeSource();
        for (const timer of timers.values()) clearTimeout(timer);
        tell("offline");
      }
    },
    /** Now, not when it is due. */
    retry: () => (isStopped ? start() : connect()),
  };
}
