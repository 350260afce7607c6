import type { z } from "zod";
import type { ShownPassage } from "@/domain/ai-turns";
import type { Handover, ReplyPart, Turn, TurnEffect } from "@/domain/outbound";

/**
 * What a tool may do: `read` looks something up; `write` changes what belongs to this conversation or its contact; `reply`
 * puts something into the answer; `handover` ends the bot's part. No tool reaches another conversation or organization:
 * whose it is comes from the turn, never from the model.
 */
export type ToolTier = "read" | "write" | "reply" | "handover";

export interface ToolContext {
  turn: Turn;
  organizationId: string;
  jobId: number;
  /** The AiTurn, so that what a tool costs is booked with it. */
  turnId?: string;
  /** What borders data in this turn's prompt: results that quote somebody else's words are bordered too. */
  borderMark: string;
  /** What earlier calls of this turn have asked for: some things are done once. */
  earlier: { effects: readonly TurnEffect[]; parts: readonly ReplyPart[] };
  signal: AbortSignal;
}

export interface ToolOutcome {
  /** What the model is told; JSON. */
  result: unknown;
  /** What is to be written once the turn counts; a tool writes nothing itself. */
  effects?: TurnEffect[];
  /** Parts of the reply, after its text. */
  parts?: ReplyPart[];
  handover?: Handover;
  /** What was found, so that the answer may cite it. */
  passages?: ShownPassage[];
  /** The words of the passages, by their ids, for the guards. */
  passageTexts?: string[];
}

/** One file and one test each; listed in all-tools.ts. */
export interface Tool<Arguments = unknown> {
  name: string;
  tier: ToolTier;
  /** For the model. */
  description: string;
  /** Strict: an argument nobody knows is an error the model is told. */
  arguments: z.ZodType<Arguments>;
  /** @throws AppError INVALID_INPUT for what the model can mend: its message is told to the model. */
  run(args: Arguments, context: ToolContext): Promise<ToolOutcome> | ToolOutcome;
}
