// Taking jobs. A claim sets a lease token and a lease and counts the attempt, all in the database's time.
//
// Of a conversation only the oldest waiting job can be taken (confirmations before all others, follow-ups after them), and only while no other is
// active; of a business number that Meta has stopped or slowed down, none. SKIP LOCKED keeps
// runners out of each other's way; the partial unique index OutboundJob_one_active_per_conversation holds even if a
// snapshot was stale. A runner that dies here has sent nothing: its lease runs out (rescueExpiredJobs).
//
// OFFSET 0 and ANY (ARRAY(...)) keep the planner to an index lookup per job: of how many jobs are in hand or finished its
// statistics say nothing that still holds a second later, and a join over all of them would cost more with each.

import { readDatabaseError } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { env } from "@/lib/env";
import { isFollowUpSql } from "./follow-up-sql";
import type { ClaimedJob } from "./outbound-job";
import { type Turn, turnJoinsSql, turnSql } from "./turn-sql";

export interface Claim {
  job: ClaimedJob;
  turn: Turn;
}

const statement = {
  name: "claim_jobs",
  text: `
  WITH due AS (
    SELECT j.id FROM "OutboundJob" j
    WHERE j.status = 'queued' AND j."runAt" <= now()
      AND NOT EXISTS (
        SELECT 1 FROM "OutboundJob" active WHERE active."conversationId" = j."conversationId"
          AND active.status IN ('running', 'uncertain') AND active."heldAt" IS NULL OFFSET 0)
      AND NOT EXISTS (
        SELECT 1 FROM "OutboundJob" older WHERE older."conversationId" = j."conversationId"
          AND older.status = 'queued'
          -- The confirmation of a STOP comes first: it does not wait for the answer that it forbids.
          AND CASE WHEN j.purpose IS NOT NULL THEN older.purpose IS NOT NULL AND older.id < j.id
            -- What the bot would write by itself holds up nobody and comes last: it is dropped when the customer has written.
            WHEN ${isFollowUpSql("older")} THEN ${isFollowUpSql("j")} AND older.id < j.id
            WHEN ${isFollowUpSql("j")} THEN true
            ELSE older.purpose IS NOT NULL OR older.id < j.id END
        OFFSET 0)
      AND NOT EXISTS (
        SELECT 1 FROM "Conversation" c JOIN "Integration" i ON i.id = c."integrationId"
        WHERE c.id = j."conversationId" AND (i.status <> 'ACTIVE' OR i."pausedUntil" > now()))
    ORDER BY j."runAt", j.id
    LIMIT $1
    FOR UPDATE OF j SKIP LOCKED
  ),
  claimed AS (
    UPDATE "OutboundJob" j
    SET status = 'running', "leaseToken" = gen_random_uuid(), "leaseUntil" = now() + $2 * interval '1 second',
      attempts = j.attempts + 1
    WHERE j.id = ANY (ARRAY(SELECT id FROM due))
    RETURNING j.*
  )
  SELECT claimed.id, claimed."organizationId", claimed."conversationId", claimed."inboundMessageId", claimed.author,
    claimed.purpose, claimed."errorCode",
    extract(epoch FROM now() - CASE claimed."errorCode" WHEN 'QUIET_HOURS' THEN claimed."runAt"
      ELSE claimed."createdAt" END)::float AS "ageSeconds",
    claimed."inboundProviderMessageId", claimed."idempotencyKey", claimed."requestId", claimed.attempts,
    claimed."leaseToken", claimed.reply, claimed."replySeenCount", to_json(claimed."answeredJobIds") AS "answeredJobIds",
    claimed."partsSent", claimed.resends,
    ${turnSql("claimed")} AS turn
  FROM claimed ${turnJoinsSql("claimed")}
  ORDER BY claimed."runAt", claimed.id`,
};

/** Takes up to `max` due jobs, oldest first, each with its turn. */
export async function claimJobs(max: number): Promise<Claim[]> {
  try {
    const rows = await run<ClaimedJob & { turn: Turn }>(statement, [max, env().JOB_LEASE_SECONDS]);
    return rows.map(({ turn, ...job }) => ({ job, turn }));
  } catch (error) {
    // Another runner made a job of the same conversation active between our snapshot and our update. Nothing was
    // taken; the next claim sees it.
    if (readDatabaseError(error)?.constraint === "OutboundJob_one_active_per_conversation") return [];
    throw error;
  }
}
