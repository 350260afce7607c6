import type { ClaimedJob, Reply } from "@/domain/outbound";
import { run } from "@/infra/database/statement";

const statement = {
  name: "apply_effects",
  text: `
  WITH held AS (
    SELECT id FROM "OutboundJob" WHERE id = $1 AND "leaseToken" = $2 AND status = 'running' FOR NO KEY UPDATE
  ),
  applied AS (
    UPDATE "AiTurn" t SET "effectsAt" = now() FROM held
    WHERE t.id = $3 AND t."jobId" = held.id AND t."effectsAt" IS NULL RETURNING 1
  )
  SELECT (SELECT count(*) FROM held)::int AS held, (SELECT count(*) FROM applied)::int AS applied`,
};

/** Carries out, once, what a turn has asked to be written beside its reply. */
export async function applyEffects({
  job,
  reply,
}: {
  job: ClaimedJob;
  reply: Reply;
}): Promise<"applied" | "already" | "lost"> {
  const values = [job.id, job.leaseToken, reply.turnId];
  const [row] = await run<{ held: number; applied: number }>(statement, values);
  if (!row?.held) return "lost";
  return row.applied ? "applied" : "already";
}
