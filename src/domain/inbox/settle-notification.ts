import { readNotification, snoozeNotification } from "@/domain/notifications";
import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { asConflict } from "./as-conflict";
import { notFound } from "./require-own";
import { checkUntil } from "./snooze-conversation";

const statement = {
  name: "notification_of_user",
  text: `
  SELECT n.id FROM "Notification" n
  WHERE n."organizationId" = $1 AND (n."userId" IS NULL OR n."userId" = $2) AND n.id = $3`,
};

/** Somebody has seen to it; for everybody when it is for everybody. Safe to repeat. @throws NOT_FOUND. */
export async function markNotificationRead(agent: Agent, id: number): Promise<void> {
  await requireTheirs(agent, id);
  await readNotification(id);
}

/** Puts it aside until then. @throws NOT_FOUND; INVALID_INPUT for the past; CONFLICT when it was read. */
export async function putNotificationAside(agent: Agent, id: number, until: Date): Promise<void> {
  await requireTheirs(agent, id);
  checkUntil(until);
  await asConflict("This notification was read already.", () => snoozeNotification(id, until));
}

async function requireTheirs({ organizationId, user }: Agent, id: number): Promise<void> {
  const rows = await inOrganization(organizationId, (ask) => ask(statement, [organizationId, user.id, id]));
  if (rows.length === 0) throw notFound("Notification", id);
}
