import { createHash } from "node:crypto";
import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { AiTurnInputs } from "@/domain/ai-turns";
import type { FoundPassage } from "@/domain/knowledge";
import type { HistoryMessage, Turn } from "@/domain/outbound";
import type { PersonaContent } from "@/domain/persona";
import { env } from "@/lib/env";
import { borderData, borderMarkOf } from "./border-data";
import { cutText } from "./cut-text";
import { describeMessage, saysNothing } from "./describe-message";
import { PROMPT_VERSION, systemPrompt } from "./system-prompt";

export interface Prompt {
  messages: ChatCompletionMessageParam[];
  systemPrompt: string;
  borderMark: string;
  promptVersion: string;
  /** SHA-256 of the whole system prompt. */
  promptHash: string;
  inputs: Omit<AiTurnInputs, "passages">;
}

interface PromptMessage {
  id: number;
  role: "user" | "assistant";
  content: string;
  isCut: boolean;
}

/** A rough count is enough to stay under a limit: English has about four characters a token, other scripts fewer. */
const CHARACTERS_PER_TOKEN = 3;

/** Of one unanswered message, of all of them together, and of one that only reminds of what was said. */
const UNANSWERED_MAX = 12_000;
const ALL_UNANSWERED_MAX = 120_000;
const HISTORY_MESSAGE_MAX = 4_096;

/**
 * The conversation as the model reads it: the instructions, as much of the newest history as fits, and last what nobody
 * has answered yet. A message that came in while an earlier reply was on its way stands before that reply in the
 * history; left there, the model would take it for answered.
 *
 * The same turn gives the same prompt, so that an attempt that goes on from stored steps goes on from the same words.
 */
export function buildPrompt(turn: Turn, told: { persona: PersonaContent; passages: FoundPassage[] }): Prompt {
  const borderMark = borderMarkOf(turn);
  const system = systemPrompt(turn, told, borderMark);
  const isUnanswered = ({ id }: HistoryMessage) => turn.unansweredMessageIds.includes(id);
  const history = turn.history.filter((message) => !saysNothing(message));
  const questions = history.filter(isUnanswered);
  const questionMax = Math.min(
    UNANSWERED_MAX,
    Math.floor(ALL_UNANSWERED_MAX / Math.max(1, questions.length)),
  );
  const unanswered = questions.map((message) => toPrompt(message, questionMax, borderMark));
  const earlier = history.filter((message) => !isUnanswered(message));
  const budget = env().AI_MAX_TOKENS_CONTEXT * CHARACTERS_PER_TOKEN - lengthOf(unanswered) - system.length;
  const answered = newestThatFit(earlier, budget, borderMark);
  const shown = [...answered, ...unanswered];
  return {
    messages: [
      { role: "system", content: system },
      ...shown.map(({ role, content }) => ({ role, content })),
      ...nudge(turn),
    ],
    systemPrompt: system,
    borderMark,
    promptVersion: PROMPT_VERSION,
    promptHash: createHash("sha256").update(system).digest("hex"),
    inputs: {
      messageIds: shown.map(({ id }) => id),
      unansweredMessageIds: unanswered.map(({ id }) => id),
      leftOutCount: earlier.length - answered.length,
      cutMessageIds: shown.filter(({ isCut }) => isCut).map(({ id }) => id),
    },
  };
}

/** Some providers refuse a conversation that does not end with somebody else's words than the model's. */
function nudge({ followUp }: Turn): ChatCompletionMessageParam[] {
  return followUp
    ? [{ role: "user", content: "[Nothing new from the customer: the follow-up is due.]" }]
    : [];
}

/** From the newest on, without gaps: what is older than a message that does not fit is left out too. */
function newestThatFit(history: HistoryMessage[], budget: number, borderMark: string): PromptMessage[] {
  const fitting: PromptMessage[] = [];
  let used = 0;
  for (const message of history.toReversed()) {
    const told = toPrompt(message, HISTORY_MESSAGE_MAX, borderMark);
    used += told.content.length;
    if (used > budget) break;
    fitting.push(told);
  }
  return fitting.reverse();
}

function lengthOf(messages: PromptMessage[]): number {
  return messages.reduce((sum, { content }) => sum + content.length, 0);
}

/**
 * A customer's words stand between borders. Ours do not, so that the model does not take to writing borders; what we have
 * quoted stands in the history already.
 */
function toPrompt(message: HistoryMessage, max: number, borderMark: string): PromptMessage {
  const { id, direction, transcript } = message;
  const isOurs = direction === "OUTBOUND";
  const described = describeMessage(isOurs ? { ...message, quoted: null } : message);
  const heard =
    transcript && !message.isRevoked ? `${described}\n[transcript by a machine] ${transcript}` : described;
  const { text, isCut } = cutText(heard, max);
  if (isOurs) return { id, role: "assistant", content: text, isCut };
  return { id, role: "user", content: borderData(text, borderMark), isCut };
}
