import type { OutboundAuthor } from "@/infra/database/generated/enums";
import { type OutboundContent, parseContent } from "@/infra/whatsapp/outbound-content";
import { readableContent } from "@/infra/whatsapp/outbound-content-readable";

/** What is sent as one message; a plain text is just its words. */
export type ReplyPart = string | OutboundContent;

/** The bot steps back for a person. */
export interface Handover {
  /** For the one who takes over, in a sentence. */
  reason: string;
  /** Up to three lines: what the customer wants, what is known, what is open. */
  summary?: string;
}

/** What a turn has asked to be written beside its reply; carried out once, when the turn counts (applyEffects). */
export type TurnEffect =
  | { kind: "update_lead"; details: Record<string, unknown> }
  | { kind: "notify"; title: string; body: string }
  | { kind: "follow_up"; inMinutes: number; note: string };

/** What the orchestrator decided for one turn of a conversation, with exactly what is to be sent. Stored on the job. */
export interface Reply {
  /** A text is split where it is longer than Meta takes; all are sent in this order. None: it is handed over without a word. */
  parts: ReplyPart[];
  /** Set when a person takes over after this reply. */
  handover: Handover | null;
  /** Which provider wrote it; null for a sentence of ours and for a person's. */
  provider: string | null;
  model: string | null;
  /** Set when its last part is the template that goes out because the window has closed. */
  isFallback?: true;
  /** The AiTurn it came from; absent for a sentence of ours and for a person's. */
  turnId?: string;
  effects?: TurnEffect[];
  /** Of a person's: who wrote it, as in the audit. */
  actor?: string;
}

/** A job in the hands of this runner. Every write of it names the lease token: without it nothing changes. */
export interface ClaimedJob {
  id: number;
  organizationId: string;
  conversationId: number;
  /** A person's message goes the same way as the bot's, and neither a newer message nor a takeover stops it. */
  author: OutboundAuthor;
  /** OPT_OUT or OPT_IN: the one confirmation, whose words are fixed. Nothing stops it, and no AI is asked. */
  purpose: string | null;
  inboundMessageId: number | null;
  inboundProviderMessageId: string | null;
  idempotencyKey: string;
  requestId: string;
  attempts: number;
  /** What the last attempt has met. */
  errorCode: string | null;
  /** Seconds since the customer's message was taken in, or since quiet hours were over. */
  ageSeconds: number;
  leaseToken: string;
  /** Stored by an earlier attempt; sent again as it is unless the customer has written since. */
  reply: Reply | null;
  replySeenCount: number | null;
  /** The waiting jobs whose messages that reply has seen. */
  answeredJobIds: number[];
  partsSent: number;
  resends: number;
}

/** Says that a wait is not the job's fault: its attempt is given back. */
export function postponed(code: string, error: string, delayMs: number): ClaimEnd {
  return { to: "queued", delayMs: Math.ceil(delayMs), code, error, countAttempt: false };
}

/** How a claim can end without Meta having taken the message. */
export type ClaimEnd =
  | { to: "queued"; delayMs: number; code: string; error: string; countAttempt: boolean }
  | { to: "failed"; code: string; error: string }
  | { to: "cancelled"; code: string; error: string }
  | { to: "uncertain"; error: string }
  /** Every part of the reply is known to be with Meta already, or there is nothing to say. */
  | { to: "done" };

/**
 * The sender's key of one part of a reply. The sender keeps "at most once" per key, so sending again although the
 * first outcome is unknown, which the policy may decide, needs a key of its own, and so does the template that takes the
 * place of what could not be sent.
 */
export function sendKey(
  job: Pick<ClaimedJob, "idempotencyKey" | "resends">,
  part: number,
  isFallback = false,
): string {
  const partSuffix = part === 1 ? "" : `#${part}`;
  const fallbackSuffix = isFallback ? "%template" : "";
  const resendSuffix = job.resends === 0 ? "" : `~${job.resends}`;
  return `${job.idempotencyKey}${partSuffix}${fallbackSuffix}${resendSuffix}`;
}

/** What is sent for a part. @throws INVALID_INPUT for what Meta would refuse: it costs no call. */
export function contentOf(part: ReplyPart): OutboundContent {
  return parseContent(typeof part === "string" ? { type: "text", body: part } : part);
}

/** What a person reads of a part. */
export function readablePart(part: ReplyPart): string | null {
  return typeof part === "string" ? part : readableContent(part);
}
