import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { FoundPassage } from "@/domain/knowledge";
import type { ReplyPart, Turn, TurnEffect } from "@/domain/outbound";
import type { Persona, PersonaContent } from "@/domain/persona";
import type { AiProvider } from "@/infra/ai/providers";
import type { Prompt } from "./build-prompt";
import type { Tool } from "./tools/tool";
import type { RecordedJob, TurnRecord } from "./turn-record";

/** Why thinking was ended: the conversation has moved on, the job is not ours any more, or it is to be handed back. */
export type AbortReason = "moved_on" | "lost" | "handed_back";

/** What to think about. */
export interface Question {
  job: RecordedJob;
  turn: Turn;
  signal: AbortSignal;
  /** `rerun`: an operator tries it again, `eval`: a scripted conversation. Neither is sent to anybody. */
  purpose?: "reply" | "rerun" | "eval";
  /** Instead of what would be used: a model (provider/model), a persona, what is known. */
  overrides?: { model?: string; persona?: Persona; knowledge?: FoundPassage[] };
}

/** A turn while it is being thought. */
export interface Thinking {
  question: Question;
  persona: PersonaContent;
  prompt: Prompt;
  offered: Tool[];
  record: TurnRecord;
  providers: AiProvider[];
  /** Which of them is asked; those before it have failed in this turn. */
  at: number;
  /** By performance.now(): when the whole turn must be over. */
  endsAt: number;
  messages: ChatCompletionMessageParam[];
  /** What tools have added to the reply, and what the model was shown. */
  gathered: { effects: TurnEffect[]; parts: ReplyPart[]; passageTexts: string[]; shownIds: number[] };
  /** Answers in which a tool was called wrongly. */
  wrongRounds: number;
  /** Whether the model has been told once what was wrong with its answer. */
  isRepaired: boolean;
  /** What went wrong last, in words for a person. */
  lastProblem: string;
  /** When the first circuit that is open may be tried again. */
  retryInMs: number;
}

/** How thinking can end without a reply of the model's. */
export type Ended =
  | { kind: "unavailable"; reason: string }
  /** The circuits of all providers are open: none was asked. */
  | { kind: "not_asked"; reason: string; retryInMs: number }
  | { kind: "budget"; whose: "organization" | "contact" }
  /** The signal ended it, or the lease is gone: nobody waits for this reply any more. */
  | { kind: "aborted" };
