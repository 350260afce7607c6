import type { AiTurnStep } from "@/domain/ai-turns";
import { rows } from "./own-database";

export interface TurnState extends Record<string, unknown> {
  id: string;
  outcome: string;
  reason: string | null;
  decision: string | null;
  steps: AiTurnStep[];
}

/** The turns of a job, oldest first. */
export function turnsOf(jobId: number): Promise<TurnState[]> {
  return rows<TurnState>(
    `SELECT id, outcome, reason, decision, steps FROM "AiTurn" WHERE "jobId" = $1 ORDER BY "startedAt", id`,
    [jobId],
  );
}

/** The steps of a turn in a word each: what was asked and came back, which tool, what was found. */
export function inShort({ steps }: TurnState): string[] {
  return steps.map(shortly);
}

function shortly(step: AiTurnStep): string {
  switch (step.kind) {
    case "asked":
      return `${step.provider}: ${step.errorCode ?? step.finishReason}`;
    case "tool":
      return `${step.name}: ${step.error === null ? "done" : "wrong"}`;
    case "finding":
      return `${step.codes.join("+")}: ${step.then}`;
    case "skipped":
      return `${step.provider}: ${step.why}`;
  }
}
