// How a conversation of the demo is written down: who said what, how many minutes ago, and what state it is in.

import type { AiTurnStep } from "@/domain/ai-turns";
import type { FileName } from "./files";

export type Agent = "lea" | "omar" | "ines";

export interface Failure {
  /** Meta's code. */
  code: string;
  /** Whether Meta's answer says so, or a receipt after it had taken the message. */
  by: "answer" | "receipt";
  error: string;
}

/** What stands behind an answer of the bot besides the one call every answer has. */
export interface Thought {
  /** Titles of documents of the demo: it searched, and found these. */
  sources?: string[];
  query?: string;
  /** Called beside, as they are stored. */
  tools?: Omit<Extract<AiTurnStep, { kind: "tool" }>, "kind" | "toolCallId">[];
  /** The first provider did not answer: this is why. */
  failedOver?: string;
  /** What the guards had against the first answer. */
  finding?: string[];
}

export interface Line {
  /** Minutes ago. */
  ago: number;
  by: "customer" | "bot" | "phone" | Agent;
  type: string;
  body: string | null;
  content?: unknown;
  file?: FileName;
  /** What became of the customer's file, where it is not there. */
  fileTrouble?: { status: "failed" | "rejected"; code: string; error: string };
  transcript?: string;
  /** The message it answers, counted from 0. */
  quotes?: number;
  /** Default: read where the customer has written since, else delivered. */
  tick?: "pending" | "sent" | "delivered" | "read" | "unknown";
  failed?: Failure;
  possibleDuplicate?: true;
  edited?: true;
  revoked?: true;
  thought?: Thought;
  /** Nobody waits for an answer to it: a reaction, a notice. */
  isQuiet?: true;
}

export interface ConversationScript {
  customer: {
    /** What they call themselves. */
    name?: string;
    phone?: string;
    username?: string;
    isGroup?: true;
    /** What people of the business call them. */
    savedAs?: string;
  };
  number?: "second";
  lines: Line[];
  /** People have it. */
  handover?: { ago: number; reason: string; summary?: string };
  assignee?: Agent;
  /** For so many minutes more. */
  snoozedFor?: number;
  isClosed?: true;
  deletedAgo?: number;
  optedOutAgo?: number;
  noMarketingAgo?: number;
  /** What the customer wrote since then no person has seen. */
  unreadSince?: number;
  labels?: string[];
  notes?: { by: Agent; ago: number; body: string }[];
  lead?: { status: "NEW" | "QUALIFIED" | "WON" | "LOST"; details: Record<string, string> };
  events?: { ago: number; by: Agent | "system"; action: string; details?: Record<string, string> }[];
}

const HOUR = 60;
export const hours = (count: number, minutes = 0) => count * HOUR + minutes;
export const days = (count: number, minutes = 0) => count * 24 * HOUR + minutes;

type Extra = Partial<Omit<Line, "ago" | "by">>;

export const customer = (ago: number, body: string, extra: Extra = {}): Line => ({
  ago,
  by: "customer",
  type: "text",
  body,
  ...extra,
});

// biome-ignore lint/complexity/useMaxParams: a line of dialogue reads best as one.
export const bot = (ago: number, body: string, thought: Thought = {}, extra: Extra = {}): Line => ({
  ago,
  by: "bot",
  type: "text",
  body,
  thought,
  ...extra,
});

// biome-ignore lint/complexity/useMaxParams: a line of dialogue reads best as one.
export const agent = (by: Agent | "phone", ago: number, body: string, extra: Extra = {}): Line => ({
  ago,
  by,
  type: "text",
  body,
  ...extra,
});
