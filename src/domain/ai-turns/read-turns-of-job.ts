import { run } from "@/infra/database/statement";
import type { AiTurnOutcome } from "./ai-turn";
import type { TurnToStore } from "./begin-call";

/** A turn as it is stored. Times are epoch milliseconds, by the database's clock. */
export interface StoredTurn extends Omit<TurnToStore, "organizationId" | "conversationId" | "jobId"> {
  outcome: AiTurnOutcome;
  reason: string | null;
  effectsAt: number | null;
  decision: string | null;
  decidedAt: number | null;
  startedAt: number;
  endedAt: number | null;
}

const msSql = (column: string) => `(extract(epoch FROM ${column})::float * 1000)`;

const statement = {
  name: "read_turns_of_job",
  text: `
  SELECT t.id, t.purpose, t."seenCount", t."personaVersion", t."promptVersion", t."promptHash", t.inputs, t.steps,
    t.outcome, t.reason, t.decision, ${msSql('t."effectsAt"')} AS "effectsAt", ${msSql('t."decidedAt"')} AS "decidedAt",
    ${msSql('t."startedAt"')} AS "startedAt", ${msSql('t."endedAt"')} AS "endedAt"
  FROM "AiTurn" t WHERE t."jobId" = $1 ORDER BY t."startedAt", t.id`,
};

/** Every turn of a job, oldest first. */
export function readTurnsOfJob(jobId: number): Promise<StoredTurn[]> {
  return run<StoredTurn & Record<string, unknown>>(statement, [jobId]);
}
