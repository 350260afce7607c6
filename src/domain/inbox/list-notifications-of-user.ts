import type { NotificationRow } from "@/domain/notifications";
import { inOrganization } from "@/infra/database/in-organization";

const isTheirsSql = `n."organizationId" = $1 AND (n."userId" IS NULL OR n."userId" = $2)`;
const isUnreadSql = `n."readAt" IS NULL AND (n."snoozedUntil" IS NULL OR n."snoozedUntil" <= now())`;

const unread = {
  name: "unread_notifications_of_user",
  text: `
  SELECT n.id, n.kind, n.title, n.body, n."conversationId", n."createdAt", n."readAt", n."snoozedUntil"
  FROM "Notification" n
  WHERE ${isTheirsSql} AND ${isUnreadSql} AND n.id < $3
  ORDER BY n.id DESC LIMIT $4`,
};

const all = {
  name: "notifications_of_user",
  text: `
  SELECT n.id, n.kind, n.title, n.body, n."conversationId", n."createdAt", n."readAt", n."snoozedUntil"
  FROM "Notification" n
  WHERE ${isTheirsSql} AND n.id < $3
  ORDER BY n.id DESC LIMIT $4`,
};

const count = {
  name: "count_unread_notifications_of_user",
  text: `SELECT count(*)::int AS count FROM "Notification" n WHERE ${isTheirsSql} AND ${isUnreadSql}`,
};

export interface NotificationPage {
  notifications: NotificationRow[];
  /** Of all pages; what sleeps is not among them. */
  unread: number;
  /** The next page is before it; null: there is none. */
  before: number | null;
}

interface Asked {
  organizationId: string;
  userId: string;
  /** Also those that were read, or sleep. */
  all: boolean;
  before?: number | undefined;
  limit: number;
}

/** What a user is told: what is for everybody of the organization, and for them; the newest first. */
export function listNotificationsOfUser(asked: Asked): Promise<NotificationPage> {
  const { organizationId, userId, before = Number.MAX_SAFE_INTEGER, limit } = asked;
  return inOrganization(organizationId, async (ask) => {
    const found = await ask<NotificationRow & Record<string, unknown>>(asked.all ? all : unread, [
      organizationId,
      userId,
      before,
      limit + 1,
    ]);
    const [counted] = await ask<{ count: number }>(count, [organizationId, userId]);
    const notifications = found.slice(0, limit);
    const last = found.length > limit ? notifications.at(-1) : undefined;
    return { notifications, unread: counted?.count ?? 0, before: last?.id ?? null };
  });
}
