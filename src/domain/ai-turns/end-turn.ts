import { run } from "@/infra/database/statement";
import type { AiTurnOutcome } from "./ai-turn";
import type { TurnToStore } from "./begin-call";

export interface EndOfTurn {
  turn: TurnToStore;
  /** `thinking`: it does not end, only its steps are kept. */
  outcome: AiTurnOutcome;
  reason: string | null;
}

/** One that was never asked anything has no row yet. What has ended stays as it ended. */
const statement = {
  name: "end_turn",
  text: `
  INSERT INTO "AiTurn" AS t (id, "organizationId", "conversationId", "jobId", purpose, "seenCount", "personaVersion",
    "promptVersion", "promptHash", inputs, steps, outcome, reason, "endedAt")
  SELECT new.id, new."organizationId", new."conversationId", new."jobId", new.purpose, new."seenCount",
    new."personaVersion", new."promptVersion", new."promptHash", new.inputs, new.steps, $2, $3,
    CASE WHEN $2 <> 'thinking' THEN now() END
  FROM jsonb_populate_record(NULL::"AiTurn", $1) new
  ON CONFLICT (id) DO UPDATE SET steps = t.steps || excluded.steps,
    outcome = CASE WHEN t.outcome = 'thinking' THEN excluded.outcome ELSE t.outcome END,
    reason = coalesce(excluded.reason, t.reason), "endedAt" = coalesce(t."endedAt", excluded."endedAt")`,
};

const abandonStatement = {
  name: "abandon_turn",
  text: `UPDATE "AiTurn" SET outcome = 'abandoned', "endedAt" = now() WHERE id = $1 AND outcome = 'thinking'`,
};

/** Stores the steps of a turn that no call has stored, and how it ended. */
export async function endTurn({ turn, outcome, reason }: EndOfTurn): Promise<void> {
  await run(statement, [JSON.stringify(turn), outcome, reason]);
}

/** A turn of a dead attempt that nobody goes on with: the conversation is another one by now. */
export async function abandonTurn(turnId: string): Promise<void> {
  await run(abandonStatement, [turnId]);
}
