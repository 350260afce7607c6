import { run } from "@/infra/database/statement";

export interface NotificationRow {
  id: number;
  kind: string;
  title: string;
  body: string | null;
  conversationId: number | null;
  createdAt: Date;
  readAt: Date | null;
  snoozedUntil: Date | null;
}

const statement = {
  name: "list_notifications",
  text: `
  SELECT n.id, n.kind, n.title, n.body, n."conversationId", n."createdAt", n."readAt", n."snoozedUntil"
  FROM "Notification" n
  WHERE $1 OR (n."readAt" IS NULL AND (n."snoozedUntil" IS NULL OR n."snoozedUntil" <= now()))
  ORDER BY n.id DESC LIMIT $2`,
};

/** What people have not read yet and does not sleep, the newest first; with `all`, everything. */
export function listNotifications(filter: { all: boolean; limit: number }): Promise<NotificationRow[]> {
  return run<NotificationRow & Record<string, unknown>>(statement, [filter.all, filter.limit]);
}
