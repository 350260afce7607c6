// What can be done with a conversation from the list: what is shown at once, what is asked of the server, and what takes it back.

import type { ConversationRow, Label, Person } from "@/app/_contract/conversation";

export type Triage =
  | { kind: "assign"; assignee: Person | null }
  | { kind: "snooze"; until: string | null }
  | { kind: "labels"; labels: Label[] }
  | { kind: "close" | "reopen" | "delete" | "restore" | "read" | "unread" | "take-over" | "hand-back" };

/** The row as it will be; the server's answer then says how it is. */
export function changeRow(row: ConversationRow, triage: Triage, now: Date): ConversationRow {
  switch (triage.kind) {
    case "assign":
      return { ...row, assignee: triage.assignee };
    case "snooze":
      return { ...row, snoozedUntil: triage.until };
    case "labels":
      return { ...row, labels: triage.labels };
    case "close":
      return { ...row, status: "CLOSED", unread: 0, isWaiting: false };
    case "reopen":
      return { ...row, status: "OPEN" };
    case "delete":
      return { ...row, deletedAt: now.toISOString() };
    case "restore":
      return { ...row, deletedAt: null };
    case "read":
      return { ...row, unread: 0 };
    case "unread":
      return { ...row, unread: Math.max(row.unread, 1) };
    case "take-over":
      return { ...row, mode: "HUMAN" };
    case "hand-back":
      return { ...row, mode: "BOT", isWaiting: false };
  }
}

/** What takes it back, of a row as it was before; null: nothing has changed. */
export function inverseOf(before: ConversationRow, triage: Triage): Triage | null {
  switch (triage.kind) {
    case "assign":
      return before.assignee?.id === triage.assignee?.id
        ? null
        : { kind: "assign", assignee: before.assignee };
    case "snooze":
      return before.snoozedUntil === triage.until ? null : { kind: "snooze", until: before.snoozedUntil };
    case "labels":
      return { kind: "labels", labels: before.labels };
    case "close":
      return before.status === "CLOSED" ? null : { kind: "reopen" };
    case "reopen":
      return before.status === "OPEN" ? null : { kind: "close" };
    case "delete":
      return before.deletedAt === null ? { kind: "restore" } : null;
    case "restore":
      return before.deletedAt === null ? null : { kind: "delete" };
    case "read":
      return before.unread === 0 ? null : { kind: "unread" };
    case "unread":
      return before.unread > 0 ? null : { kind: "read" };
    case "take-over":
      return before.mode === "HUMAN" ? null : { kind: "hand-back" };
    case "hand-back":
      return before.mode === "BOT" ? null : { kind: "take-over" };
  }
}

export interface TriageRequest {
  method: "POST" | "PUT";
  path: `/api/inbox/conversations/{id}/${string}`;
  body?: object;
}

export function requestOf(triage: Triage): TriageRequest {
  const path = `/api/inbox/conversations/{id}/${triage.kind}` as const;
  switch (triage.kind) {
    case "assign":
      return { method: "POST", path, body: { assigneeId: triage.assignee?.id ?? null } };
    case "snooze":
      return { method: "POST", path, body: { until: triage.until } };
    case "labels":
      return { method: "PUT", path, body: { labelIds: triage.labels.map(({ id }) => id) } };
    default:
      return { method: "POST", path };
  }
}

/** A label more, or one less. */
export function withLabel(labels: readonly Label[], label: Label, isOn: boolean): Label[] {
  const others = labels.filter(({ id }) => id !== label.id);
  return isOn ? [...others, label] : others;
}
