// A conversation that people have left alone goes back to the bot (persona, handover.autoReturnMinutes). When the customer was
// promised a person and nobody has come, the reason stays, and when they were told: the bot knows that it is no answer to that.

import { personaSchema } from "@/domain/persona";
import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";
import { takenUpSql } from "./take-over";

/** Of one round; the rest is for the next. */
const BATCH_MAX = 200;

const statement = {
  name: "return_quiet_conversations",
  text: `
  WITH persona AS MATERIALIZED (
    SELECT DISTINCT ON ("organizationId") "organizationId", content #> '{handover,autoReturnMinutes}' AS minutes
    FROM "Persona" ORDER BY "organizationId", version DESC
  ),
  quiet AS MATERIALIZED (
    SELECT c.id,
      coalesce(c."personActiveAt", '-infinity') < greatest(c."handoverToldAt", job."completedAt") AS "isUnmet",
      coalesce(job.status IN ('failed', 'cancelled') AND job."partsSent" = 0, false) AS "isUntold"
    FROM "Conversation" c
    LEFT JOIN persona ON persona."organizationId" = c."organizationId"
    LEFT JOIN "OutboundJob" job ON job.id = c."handoverJobId"
    WHERE c.mode = 'HUMAN' AND c."deletedAt" IS NULL
      -- While its words are on their way, the bot has not even handed over.
      AND (job.id IS NULL OR job."completedAt" IS NOT NULL OR job."heldAt" IS NOT NULL)
      -- Without any of these it was taken over before they were written down.
      AND coalesce(greatest(c."personActiveAt", c."handoverToldAt", job."completedAt"), c."updatedAt") <= now()
        - CASE jsonb_typeof(persona.minutes) WHEN 'null' THEN NULL WHEN 'number' THEN persona.minutes::int
            ELSE $1::int END * interval '1 minute'
    ORDER BY c.id LIMIT ${BATCH_MAX} FOR NO KEY UPDATE OF c SKIP LOCKED
  ),
  conversation AS (
    UPDATE "Conversation" c
    SET mode = 'BOT', "handoverJobId" = NULL, "updatedAt" = now(),
      "handoverReason" = CASE WHEN quiet."isUnmet" THEN c."handoverReason" END,
      "handoverSummary" = CASE WHEN quiet."isUnmet" THEN c."handoverSummary" END,
      "handoverToldAt" = CASE WHEN quiet."isUnmet" AND NOT quiet."isUntold" THEN c."handoverToldAt" END
    FROM quiet WHERE c.id = quiet.id
    RETURNING c.id, c."organizationId"
  ),
  ${takenUpSql()},
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT "organizationId", 'system', 'auto_return', 'Conversation', id::text FROM conversation
  )
  SELECT id FROM conversation`,
};

/** Lets the bot speak again where people have been quiet for long enough. @returns in how many conversations. Safe to run at once. */
export async function returnQuietConversations(): Promise<number> {
  const { autoReturnMinutes } = personaSchema.parse({}).handover;
  const returned = await run<{ id: number }>(statement, [autoReturnMinutes]);
  if (returned.length > 0) log("info", "[HANDOVER] Returned to the bot", { count: returned.length });
  return returned.length;
}
