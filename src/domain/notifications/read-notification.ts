import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

const statement = {
  name: "read_notification",
  text: `UPDATE "Notification" n SET "readAt" = coalesce(n."readAt", now()) WHERE n.id = $1 RETURNING n.id`,
};

/** Somebody has seen to it. Safe to repeat: when it was read first stays. @throws NOT_FOUND. */
export async function readNotification(id: number): Promise<void> {
  const rows = await run(statement, [id]);
  if (rows.length === 0) throw new AppError("NOT_FOUND", `No notification ${id}`);
}
