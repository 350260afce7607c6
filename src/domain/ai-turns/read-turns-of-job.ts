import { run } from "@/infra/database/statement";
import type { AiTurnInputs, AiTurnOutcome, AiTurnStep } from "./ai-turn";

/** A turn as it is stored. Times are epoch milliseconds, by the database's clock. */
export interface StoredTurn {
  id: string;
  purpose: "reply" | "rerun";
  seenCount: number;
  personaVersion: number | null;
  promptVersion: string;
  promptHash: string;
  inputs: AiTurnInputs;
  steps: AiTurnStep[];
  outcome: AiTurnOutcome;
  reason: string | null;
  effectsAt: number | null;
  decision: string | null;
  decidedAt: number | null;
  startedAt: number;
  endedAt: number | null;
}

const ms = (column: string) => `(extract(epoch FROM "${column}")::float * 1000) AS "${column}"`;

const statement = {
  name: "read_turns_of_job",
  text: `
  SELECT id, purpose, "seenCount", "personaVersion", "promptVersion", "promptHash", inputs, steps, outcome, reason,
    decision, ${["effectsAt", "decidedAt", "startedAt", "endedAt"].map(ms).join(", ")}
  FROM "AiTurn" WHERE "jobId" = $1 ORDER BY "AiTurn"."startedAt", id`,
};

/** Every turn of a job, oldest first. */
export function readTurnsOfJob(jobId: number): Promise<StoredTurn[]> {
  return run<StoredTurn & Record<string, unknown>>(statement, [jobId]);
}
