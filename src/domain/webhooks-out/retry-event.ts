import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

/** Also what was taken: the receiver may have lost it, and knows it again by its id. */
const statement = {
  name: "retry_webhook_event",
  text: `
  WITH again AS (
    UPDATE "WebhookEvent" SET status = 'pending', attempts = 0, "nextAttemptAt" = now(), "deliveredAt" = NULL, error = NULL
    WHERE "organizationId" = $1 AND id = $3::uuid RETURNING id
  ), audited AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT $1, $2, 'retry_webhook_event', 'WebhookEvent', again.id::text FROM again
  )
  SELECT id FROM again`,
};

/** @throws NOT_FOUND. */
export async function retryEvent(which: {
  organizationId: string;
  actor: string;
  id: string;
}): Promise<void> {
  const again = await run(statement, [which.organizationId, which.actor, which.id]);
  if (again.length > 0) return;
  const publicMessage = "There is no such event here.";
  throw new AppError("NOT_FOUND", publicMessage, { publicMessage });
}
