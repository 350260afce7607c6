import type { z } from "zod";
import type { Answer } from "@/domain/orchestrator/guards/guard";
import type { HistoryMessage } from "@/domain/outbound";
import type { personaSchema } from "@/domain/persona";
import { promptOf } from "../prompt";
import { inbound, turnOf } from "../turn";

interface Situation {
  /** What the customer has written last. */
  asked?: string;
  /** What was said before, oldest first. */
  before?: HistoryMessage[];
  persona?: z.input<typeof personaSchema>;
  passages?: string[];
}

/** An answer of these words to a customer in this situation. */
export function answerOf(text: string, situation: Situation = {}, fields: Partial<Answer> = {}): Answer {
  const { asked = "Hello", before = [], persona, passages = [] } = situation;
  const question = inbound(asked);
  const turn = {
    ...turnOf([...before, question], [question]),
    storedPersona: persona ? { version: 1, content: persona } : null,
  };
  const { systemPrompt, borderMark } = promptOf(turn);
  return {
    text,
    parts: [],
    turn,
    systemPrompt,
    borderMark,
    passageTexts: passages,
    citedIds: [],
    shownIds: [],
    finishReason: "stop",
    ...fields,
  };
}
