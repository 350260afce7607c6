// A conversation, and an answer of ours in it, on their way into rows.

import type { Rows } from "./rows";
import type { ConversationScript, Line } from "./script";

/** One conversation on its way into rows. */
export interface Telling {
  rows: Rows;
  script: ConversationScript;
  /** Short, for ids. */
  key: string;
  conversationId: number;
  contactId: number;
  number: { id: string; phoneNumberId: string; wabaId: string | null };
  address: string;
  /** Messages that ask for an answer and have none yet, with their jobs. */
  waiting: { messageId: number; wamid: string; jobId: number; at: Date; requestId: string }[];
  /** By place in the script. */
  told: { messageId: number; wamid: string }[];
}

export interface Answer {
  line: Line;
  place: number;
  messageId: number;
  jobId: number;
  /** When Meta was asked. */
  at: Date;
  wamid: string;
  tick: "pending" | "sent" | "delivered" | "read" | "unknown" | "failed";
  content: object | null;
  /** What it answers; of the bot only. */
  answered: Telling["waiting"];
}
