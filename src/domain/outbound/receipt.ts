/** A status webhook of Meta's for one outbound message (Meta, webhooks/reference/messages/status). */
export interface Receipt {
  phoneNumberId: string;
  providerMessageId: string;
  /** sent, delivered, read, played, failed; anything else is kept and moves nothing forward. */
  status: string;
  /** Meta's clock. */
  occurredAt: Date;
  /** Our ledger id, when Meta sent one back. */
  opaqueId: string | null;
  /** Number and user id of whom the message went to, as far as Meta tells them. */
  recipients: string[];
  errorCode: string | null;
  error: string | null;
  pricing: unknown;
}

// How far a message has got. Receipts come late, twice and in any order; a message only ever moves up. A late `sent`
// does not undo `failed`, and what was delivered has not failed. Voice notes that were played have been read.
const ranks = { PENDING: 0, SENT: 1, FAILED: 2, DELIVERED: 3, READ: 4 };

/** SQL for the rank of a receipt's status. Every receipt, known or not, proves that Meta took the message. */
export function receiptRankSql(column: string): string {
  return `CASE ${column} WHEN 'failed' THEN ${ranks.FAILED} WHEN 'delivered' THEN ${ranks.DELIVERED}
    WHEN 'read' THEN ${ranks.READ} WHEN 'played' THEN ${ranks.READ} ELSE ${ranks.SENT} END`;
}

/** SQL for the rank of a Message's status. */
export function statusRankSql(column: string): string {
  const cases = Object.entries(ranks).map(([status, rank]) => `WHEN '${status}' THEN ${rank}`);
  return `CASE ${column} ${cases.join(" ")} ELSE 0 END`;
}

/** SQL for the status of a rank. */
export function rankedStatusSql(rank: string): string {
  const statuses = Object.keys(ranks).map((status) => `'${status}'`);
  return `(ARRAY[${statuses.join(", ")}]::"MessageStatus"[])[(${rank}) + 1]`;
}
