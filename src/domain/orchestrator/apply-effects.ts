// What a turn's tools have asked for, written in one statement: the lead, the notifications, the follow-up. Fenced by the lease
// of the job, and once per turn (AiTurn.effectsAt): an attempt that dies after it leaves nothing to be done again. Jobs are
// locked before conversations, as everywhere.

import type { ClaimedJob, Reply, TurnEffect } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import { storableJson } from "@/lib/storable-text";
import { NOTIFICATIONS_MAX } from "./effect-limits";

const statement = {
  name: "apply_effects",
  text: `
  WITH job AS MATERIALIZED (
    SELECT j.id, j."conversationId" FROM "OutboundJob" j
    WHERE j.id = $1 AND j.status = 'running' AND j."leaseToken" = $2 AND j."leaseUntil" > now()
    FOR NO KEY UPDATE
  ),
  conversation AS MATERIALIZED (
    SELECT c.id, c."organizationId", c."contactId", c."leadId" FROM "Conversation" c
    WHERE c.id IN (SELECT "conversationId" FROM job) FOR NO KEY UPDATE
  ),
  turn AS (
    UPDATE "AiTurn" t SET "effectsAt" = now() FROM conversation c
    WHERE t.id = $3 AND t."jobId" = $1 AND t."conversationId" = c.id AND t.purpose = 'reply' AND t."effectsAt" IS NULL
    RETURNING t.id, t."seenCount"
  ),
  lead AS (
    -- A lead of somebody else's is not touched, whatever the conversation says.
    UPDATE "Lead" l SET details = l.details || $4::jsonb, "updatedAt" = now()
    FROM conversation c, turn
    WHERE $4::jsonb IS NOT NULL AND l.id = c."leadId" AND l."contactId" = c."contactId"
    RETURNING l.id
  ),
  new_lead AS (
    INSERT INTO "Lead" ("organizationId", "contactId", details)
    SELECT c."organizationId", c."contactId", $4::jsonb FROM conversation c, turn
    WHERE $4::jsonb IS NOT NULL AND NOT EXISTS (SELECT 1 FROM lead)
    RETURNING id
  ),
  conversation_after AS (
    UPDATE "Conversation" c SET "leadId" = new_lead.id FROM new_lead
    WHERE c.id IN (SELECT id FROM conversation)
  ),
  notification AS (
    INSERT INTO "Notification" ("organizationId", "conversationId", kind, title, body, "dedupeKey")
    SELECT c."organizationId", c.id, 'BOT_NOTE', n.title, n.body, 'turn:' || turn.id || ':' || n.position
    FROM json_to_recordset($5) AS n(position int, title text, body text), conversation c, turn
    ORDER BY n.position
    ON CONFLICT ("organizationId", "dedupeKey") DO NOTHING
  ),
  replaced AS (
    UPDATE "FollowUp" f SET status = 'cancelled', reason = 'REPLACED' FROM conversation c, turn
    WHERE $6::int IS NOT NULL AND f."conversationId" = c.id AND f.status = 'waiting'
  ),
  follow_up AS (
    INSERT INTO "FollowUp" ("organizationId", "conversationId", note, "dueAt", "seenCount", "dedupeKey")
    SELECT c."organizationId", c.id, $7, now() + $6::int * interval '1 minute', turn."seenCount", 'turn:' || turn.id
    FROM conversation c, turn WHERE $6::int IS NOT NULL
    ON CONFLICT ("dedupeKey") DO NOTHING
  )
  SELECT EXISTS (SELECT 1 FROM turn) AS "isFresh" FROM job`,
};

/**
 * Carries out what the turn of a reply has asked for. Safe to repeat. @returns `already` when there was nothing (left) to do,
 * `lost` when the job is not this runner's any more: nothing was written.
 */
export async function applyEffects(work: {
  job: Pick<ClaimedJob, "id" | "leaseToken">;
  reply: Pick<Reply, "turnId" | "effects" | "handover">;
}): Promise<"applied" | "already" | "lost"> {
  const { job, reply } = work;
  const { turnId, effects = [] } = reply;
  if (turnId === undefined || effects.length === 0) return "already";
  // Whoever hands over comes back to nothing.
  const followUp = reply.handover ? undefined : effects.findLast((effect) => effect.kind === "follow_up");
  const [row] = await run<{ isFresh: boolean }>(statement, [
    job.id,
    job.leaseToken,
    turnId,
    leadDetails(effects),
    JSON.stringify(notifications(effects)),
    followUp?.inMinutes ?? null,
    followUp?.note ?? null,
  ]);
  if (!row) return "lost";
  return row.isFresh ? "applied" : "already";
}

/** What is said later holds. Null: nothing was learned. */
function leadDetails(effects: TurnEffect[]): string | null {
  const learned = effects.filter((effect) => effect.kind === "update_lead").map(({ details }) => details);
  return learned.length === 0 ? null : JSON.stringify(storableJson(Object.assign({}, ...learned)));
}

function notifications(effects: TurnEffect[]) {
  return effects
    .filter((effect) => effect.kind === "notify")
    .slice(0, NOTIFICATIONS_MAX)
    .map(({ title, body }, at) => ({ position: at + 1, title, body }));
}
