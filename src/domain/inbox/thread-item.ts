// What stands in a thread: messages, notes of people to each other, and lines that tell what happened.

import { mediaLink } from "@/domain/media";
import { describeMessage } from "@/domain/orchestrator";
import type { MessageDirection } from "@/infra/database/generated/enums";
import { env } from "@/lib/env";
import type { Author, ShownStatus } from "./author-sql";
import { explainFailure, type Failure } from "./explain-failure";
import { mayRetry } from "./may-retry";

interface ThreadFile {
  id: string;
  kind: string | null;
  mimeType: string;
  filename: string | null;
  sizeBytes: number | null;
  durationMs: number | null;
  status: string;
  url: string | null;
  transcript: string | null;
  error: string | null;
}

export interface MessageItem {
  kind: "message";
  id: number;
  conversationId: number;
  author: Author;
  authorName: string | null;
  type: string;
  body: string | null;
  content: unknown;
  text: string;
  status: ShownStatus;
  error: Failure | null;
  possibleDuplicate: boolean;
  isEdited: boolean;
  isRevoked: boolean;
  providerMessageId: string | null;
  quoted: { messageId: number | null; author: Author | null; text: string | null } | null;
  reactions: { emoji: string; author: Author }[];
  files: ThreadFile[];
  at: Date;
  deliveredAt: Date | null;
  readAt: Date | null;
  jobId: number | null;
  clientId: string | null;
  canRetry: boolean;
  hasStory: boolean;
}

export interface NoteItem {
  kind: "note";
  id: number;
  authorName: string | null;
  authorId: string | null;
  body: string;
  at: Date;
}

export interface EventItem {
  kind: "event";
  id: number;
  action: string;
  actorName: string | null;
  details: Record<string, unknown>;
  at: Date;
}

export type ThreadItem = MessageItem | NoteItem | EventItem;

interface StoredQuote {
  messageId: number | null;
  author?: Author;
  type?: string;
  body?: string | null;
  content?: unknown;
  direction?: MessageDirection;
  isRevoked?: boolean;
}

type Kept =
  | "id"
  | "conversationId"
  | "author"
  | "authorName"
  | "type"
  | "body"
  | "content"
  | "status"
  | "possibleDuplicate";
type KeptToo =
  | "isEdited"
  | "isRevoked"
  | "providerMessageId"
  | "reactions"
  | "at"
  | "deliveredAt"
  | "readAt"
  | "jobId"
  | "hasStory";

/** A row of src/domain/inbox/message-item-sql.ts. */
export interface StoredMessage extends Pick<MessageItem, Kept | KeptToo>, Record<string, unknown> {
  direction: MessageDirection;
  errorCode: string | null;
  error: string | null;
  createdAt: Date;
  idempotencyKey: string | null;
  isRetryable: boolean | null;
  quoted: StoredQuote | null;
  files: Omit<ThreadFile, "url">[];
}

/** What is shown of what is stored. */
export function toItem(stored: StoredMessage): MessageItem {
  const {
    direction,
    errorCode,
    error,
    createdAt: _,
    idempotencyKey,
    isRetryable,
    quoted,
    files,
    ...kept
  } = stored;
  const isFailed = kept.status === "FAILED";
  return {
    ...kept,
    kind: "message",
    text: inWords(stored),
    error: isFailed ? explainFailure(errorCode, error) : null,
    quoted: quoted && toQuote(quoted),
    files: files.map(toFile),
    clientId: clientIdOf(stored),
    canRetry: mayRetry({ status: kept.status, errorCode, isRetryable }),
  };
}

function inWords({ direction, files, type, body, content, isRevoked }: StoredMessage): string {
  const durationMs = files[0]?.durationMs ?? null;
  return describeMessage({
    id: 0,
    direction,
    type,
    body,
    content,
    isRevoked,
    durationMs,
    isEdited: false,
    quoted: null,
  });
}

function toQuote({ messageId, author, type, direction, ...quote }: StoredQuote): MessageItem["quoted"] {
  if (messageId === null || !type || !direction) return { messageId: null, author: null, text: null };
  const { body = null, content = null, isRevoked = false } = quote;
  const words = { id: 0, type, direction, body, content, isRevoked, durationMs: null, isEdited: false };
  return { messageId, author: author ?? null, text: describeMessage({ ...words, quoted: null }) };
}

/** Without SESSION_SECRET there is nothing to sign links with. */
function toFile(file: Omit<ThreadFile, "url">): ThreadFile {
  const canLink = file.status === "stored" && env().SESSION_SECRET !== undefined;
  return { ...file, url: canLink ? mediaLink(file.id) : null };
}

/** `person:<conversation>:<clientId>`, and a "!" for each retry: see replyAsPerson. */
function clientIdOf({ idempotencyKey, conversationId }: StoredMessage): string | null {
  const prefix = `person:${conversationId}:`;
  return idempotencyKey?.startsWith(prefix) ? idempotencyKey.slice(prefix.length).replace(/!+$/, "") : null;
}

/** In the order of time. Meta's clock tells whole seconds and ours milliseconds: within a second ours rows' order is truer. */
export function inOrder(items: ThreadItem[]): ThreadItem[] {
  return items.toSorted(
    (one, other) => wholeSeconds(one.at) - wholeSeconds(other.at) || byIdOrTime(one, other),
  );
}

function byIdOrTime(one: ThreadItem, other: ThreadItem): number {
  return one.kind === other.kind ? one.id - other.id : one.at.getTime() - other.at.getTime();
}

function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
