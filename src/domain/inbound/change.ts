// What webhooks tell besides messages and receipts, in our words.

import type { MessageContent } from "./message-content";

/** What came of reading one item. */
export type Item<T> = { value: T } | { problem: string };

/** Somebody has changed or deleted a message of theirs (Meta, webhooks/reference/messages/edit and …/revoke). */
export interface Edit {
  kind: "edit" | "revoke";
  /** INBOUND: the customer. OUTBOUND: a person of the business, in the app. */
  direction: "INBOUND" | "OUTBOUND";
  phoneNumberId: string;
  /** The notice itself. */
  providerMessageId: string;
  originalMessageId: string;
  /** By Meta's clock. */
  at: Date;
  body: string | null;
  content: MessageContent;
}

/** A customer wants marketing messages no more, or again (Meta, webhooks/reference/user_preferences). */
export interface Preference {
  phoneNumberId: string;
  wabaId: string | null;
  phone: string | null;
  userId: string | null;
  parentUserId: string | null;
  marketing: "stop" | "resume";
  at: Date;
}

/** Names the fields, never their values. */
export function where(issues: { path: PropertyKey[]; code?: string }[]): string {
  return issues.map(({ path, code }) => `${path.join(".") || "item"} ${code}`).join(", ");
}
