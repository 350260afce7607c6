import { run } from "@/infra/database/statement";
import { log } from "@/lib/logger";

export interface Pause {
  integrationId: string;
  /** `organization`: Meta counts the calls of the whole account. */
  scope: "number" | "organization";
  /** Milliseconds; the pause is longer when the one before has not helped. */
  atLeastMs: number;
  code: string;
  /** Whether somebody has to know. */
  isForPerson: boolean;
}

const PAUSE_MS = 1_000;
const PAUSE_MAX_MS = 60_000;

/** The refusals of one burst are one pause: whoever comes while it lasts, changes nothing. */
const statement = {
  name: "pause_integration",
  text: `
  WITH paused AS (
    UPDATE "Integration" i
    SET "pauseCount" = next.count, "updatedAt" = now(),
      "pausedUntil" = now() + greatest($3, least(${PAUSE_MS} * 2 ^ (next.count - 1), ${PAUSE_MAX_MS})) * interval '1 millisecond'
    FROM (
      SELECT other.id, CASE WHEN other."pausedUntil" > now() - interval '1 minute' THEN least(other."pauseCount" + 1, 30)
        ELSE 1 END AS count
      FROM "Integration" other JOIN "Integration" this ON this.id = $1
      WHERE other.id = this.id OR ($2 = 'organization' AND other."organizationId" = this."organizationId")
      ORDER BY other.id FOR NO KEY UPDATE OF other
    ) next
    WHERE i.id = next.id AND (i."pausedUntil" IS NULL OR i."pausedUntil" <= now())
    RETURNING i.id, i."organizationId", i.name, i."phoneNumberId", i."pausedUntil"
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", kind, title, body, "dedupeKey")
    SELECT "organizationId", 'NUMBER_PAUSED', 'Meta has slowed down ' || name,
      'Customers have blocked or reported messages (Meta''s code ' || $4 || '). Sending goes on at '
        || to_char("pausedUntil" AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC.',
      'paused:' || id || ':' || extract(epoch FROM "pausedUntil")
    FROM paused WHERE $5
  )
  SELECT "phoneNumberId", "pausedUntil" FROM paused`,
};

/** Lets a business number rest after Meta has said that it sends too fast. Its jobs wait; those of others go on. */
export async function pauseIntegration({
  integrationId,
  scope,
  atLeastMs,
  code,
  isForPerson,
}: Pause): Promise<void> {
  const values = [integrationId, scope, atLeastMs, code, isForPerson];
  const rows = await run<{ phoneNumberId: string; pausedUntil: Date }>(statement, values);
  for (const { phoneNumberId, pausedUntil } of rows) {
    log("warn", "[INTEGRATION] Paused", { phoneNumberId, code, until: pausedUntil.toISOString() });
  }
}
