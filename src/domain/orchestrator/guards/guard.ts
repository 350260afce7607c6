import type { ReplyPart, Turn } from "@/domain/outbound";

/** An answer before it is sent, with everything it may rest on. */
export interface Answer {
  /** The model's text without citation marks. */
  text: string;
  /** What tools have added, such as buttons. */
  parts: ReplyPart[];
  turn: Turn;
  /** The whole system prompt of this turn, and the mark that borders data in it. */
  systemPrompt: string;
  borderMark: string;
  /** The texts of all passages that were shown. */
  passageTexts: string[];
  /** Ids the model has cited, and those it was shown. */
  citedIds: number[];
  shownIds: number[];
  finishReason: string | null;
}

/**
 * What is wrong with an answer. `repair`: the model is told `advice` and asked once more. `block`: it is never asked to say
 * it better; a person answers.
 */
export interface Finding {
  code: string;
  severity: "repair" | "block";
  /** For the model; never quotes what must not be said. */
  advice: string;
}

/** One file and one test each; listed in check-answer.ts. */
export type Guard = (answer: Answer) => Finding | null;
