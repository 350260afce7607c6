import { run } from "@/infra/database/statement";
import type { ClaimedJob, Handover } from "./outbound-job";

const statement = {
  name: "hand_over_silently",
  text: `
  WITH job AS (
    SELECT j."conversationId" FROM "OutboundJob" j
    WHERE j.id = $1 AND j.status = 'running' AND j."leaseToken" = $2 AND j."leaseUntil" > now()
    FOR NO KEY UPDATE
  )
  UPDATE "Conversation" c
  SET mode = 'HUMAN', "handoverJobId" = NULL, "handoverReason" = $3, "handoverSummary" = $4, "updatedAt" = now()
  FROM job WHERE c.id = job."conversationId" AND c.mode = 'BOT'`,
};

/** The bot steps back without a word: the one who writes looks like another bot. Without the lease nothing changes. */
export async function handOverSilently(job: ClaimedJob, { reason, summary }: Handover): Promise<void> {
  await run(statement, [job.id, job.leaseToken, reason, summary ?? null]);
}
