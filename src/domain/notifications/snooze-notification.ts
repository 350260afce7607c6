import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

/** By the database's clock, like everything that is compared with it. */
const statement = {
  name: "snooze_notification",
  text: `
  UPDATE "Notification" n SET "snoozedUntil" = CASE WHEN $2::timestamptz > now() THEN $2::timestamptz ELSE n."snoozedUntil" END
  WHERE n.id = $1 AND n."readAt" IS NULL
  RETURNING $2::timestamptz > now() AS "isAhead"`,
};

/** Puts it aside until then; it is unread when it comes back. @throws NOT_FOUND when it was read; INVALID_INPUT for the past. */
export async function snoozeNotification(id: number, until: Date): Promise<void> {
  const [row] = await run<{ isAhead: boolean }>(statement, [id, until.toISOString()]);
  if (!row) throw new AppError("NOT_FOUND", `No unread notification ${id}`);
  if (row.isAhead) return;
  const publicMessage = "A notification is put aside until a time that is still to come.";
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
