// What a person may do in the composer, as an explicit machine: the server's word, the clock, the connection and the sends
// under way go in as events, and one state comes out. Pure: the browser is nowhere in it.

import type { ComposerState } from "@/app/_contract/conversation";

export type ComposerKind = ComposerState | "sending" | "offline" | "window_closing" | "rate_limited";

export interface ComposerMachine {
  kind: ComposerKind;
  /** The server's word, and its reason in words. */
  server: ComposerState;
  reason: string | null;
  windowClosesAt: number | null;
  /** Left: of the window while it is closing, also during a send; of the wait while rate limited. */
  leftMs: number | null;
  isOnline: boolean;
  limitedUntil: number | null;
  sending: number;
  now: number;
}

export type ComposerEvent =
  /** The conversation as the server tells it now. */
  | { type: "told"; state: ComposerState; reason: string | null; windowClosesAt: number | null }
  /** A send was refused because of a state this tab did not know yet. */
  | { type: "refused"; state: ComposerState; reason: string }
  | { type: "limited"; retryAfterMs: number }
  | { type: "connection"; isOnline: boolean }
  | { type: "sending"; count: number }
  | { type: "time"; now: number };

/** From here on the time that is left is counted down. */
export const CLOSING_MS = 2 * 3_600_000;

export function startComposer(now: number): ComposerMachine {
  const quiet = { reason: null, windowClosesAt: null, leftMs: null, limitedUntil: null, sending: 0 };
  return { kind: "ready", server: "ready", isOnline: true, now, ...quiet };
}

export function reduceComposer(machine: ComposerMachine, event: ComposerEvent): ComposerMachine {
  return settle(applied(machine, event));
}

function applied(machine: ComposerMachine, event: ComposerEvent): ComposerMachine {
  switch (event.type) {
    case "told":
      return { ...machine, server: event.state, reason: event.reason, windowClosesAt: event.windowClosesAt };
    case "refused":
      return { ...machine, server: event.state, reason: event.reason };
    case "limited":
      return { ...machine, limitedUntil: machine.now + event.retryAfterMs };
    case "connection":
      return { ...machine, isOnline: event.isOnline };
    case "sending":
      return { ...machine, sending: event.count };
    case "time":
      return { ...machine, now: event.now };
  }
}

/** The strongest of what is true: what the server forbids before what the clock does, and that before what passes by itself. */
function settle(machine: ComposerMachine): ComposerMachine {
  const { server, now, windowClosesAt, limitedUntil, isOnline, sending } = machine;
  const as = (kind: ComposerKind, leftMs: number | null = null) => ({ ...machine, kind, leftMs });
  const left = windowClosesAt === null ? null : windowClosesAt - now;
  if (server !== "ready") return as(server);
  if (left !== null && left <= 0) return as("window_closed");
  if (!isOnline) return as("offline");
  if (limitedUntil !== null && limitedUntil > now) return as("rate_limited", limitedUntil - now);
  const closing = left !== null && left <= CLOSING_MS ? left : null;
  if (sending > 0) return as("sending", closing);
  return closing === null ? as("ready") : as("window_closing", closing);
}

const writable = new Set<ComposerKind>(["ready", "sending", "offline", "window_closing"]);

/** Whether a message in free words can be sent, or at least queued, now. */
export const canWrite = (kind: ComposerKind) => writable.has(kind);

const withText = new Set<ComposerKind>([...writable, "rate_limited"]);

/** Whether the box to write in is shown; the rest shows what to do instead, and keeps the draft. */
export const showsText = (kind: ComposerKind) => withText.has(kind);
