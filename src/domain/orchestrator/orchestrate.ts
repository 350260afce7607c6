import { type AiTurnStep, abandonTurn, budgetsOf } from "@/domain/ai-turns";
import { raiseAlert } from "@/domain/alerts";
import { type FoundPassage, searchKnowledge } from "@/domain/knowledge";
import type { Handover, Reply } from "@/domain/outbound";
import { type Persona, parsePersona } from "@/domain/persona";
import { aiProviders, providerOf } from "@/infra/ai/providers";
import { env } from "@/lib/env";
import { buildPrompt } from "./build-prompt";
import { converse } from "./converse";
import { findBotLoop } from "./guards/find-bot-loop";
import { hearVoiceNotes } from "./hear-voice-notes";
import type { AbortReason, Ended, Question, Thinking } from "./thinking";
import { offeredTools } from "./tools/all-tools";
import { TurnRecord } from "./turn-record";
import { unavailableReply } from "./unavailable-reply";

/** With the steps of the turn, and its id. */
export type Orchestration = { turnId: string; steps: AiTurnStep[] } & (
  | { kind: "reply"; reply: Reply }
  /** The customer looks like another bot: nothing is said, and a person looks at it. */
  | { kind: "silent"; handover: Handover }
  /** Every provider failed. */
  | { kind: "unavailable"; reason: string; reply: Reply }
  /** The circuits of all providers are open: none was asked. */
  | { kind: "not_asked"; reason: string; retryInMs: number; reply: Reply }
  /** The signal ended it: nobody waits for this reply any more. */
  | { kind: "aborted" }
);

const PASSAGES_MAX = 5;

/** Turns a conversation into a reply, and writes down how. Never throws for a provider. */
export async function orchestrate(asked: Question): Promise<Orchestration> {
  const question = await hearVoiceNotes(asked);
  const { turn, overrides } = question;
  const persona = overrides?.persona ?? parsePersona(turn.storedPersona);
  const botLoop = findBotLoop(turn);
  const passages = botLoop === null ? await findPassages(question) : [];
  const thinking = await beginThinking(question, persona, passages);
  const { record } = thinking;
  const { id: turnId, steps } = record;
  if (botLoop !== null) {
    await record.close("handover", botLoop);
    return { kind: "silent", handover: { reason: botLoop }, turnId, steps };
  }
  const conversed = await converse(thinking);
  if (conversed.kind !== "reply") return { turnId, steps, ...(await endWithout(thinking, conversed)) };
  const reply = question.purpose === "eval" ? conversed.reply : { ...conversed.reply, turnId };
  // A reply ends its turn when it is stored on the job (beginSend, endClaim): until then the next attempt goes on from here.
  if ((question.purpose ?? "reply") === "reply") await record.keep();
  else await record.close(reply.handover ? "handover" : "reply", reply.handover?.reason ?? null);
  return { kind: "reply", reply, turnId, steps };
}

async function findPassages({ job, turn, signal, overrides }: Question): Promise<FoundPassage[]> {
  if (overrides?.knowledge) return overrides.knowledge;
  if (!turn.hasKnowledge) return [];
  const unanswered = turn.history.filter(({ id }) => turn.unansweredMessageIds.includes(id));
  const query = unanswered.flatMap(({ body, transcript }) => body ?? transcript ?? []).join("\n");
  const { id: jobId, organizationId } = job;
  if (query.trim() === "") return [];
  return await searchKnowledge({ organizationId, query, limit: PASSAGES_MAX, jobId, signal });
}

async function beginThinking(question: Question, persona: Persona, found: FoundPassage[]): Promise<Thinking> {
  const { turn, job, purpose = "reply", overrides } = question;
  const { content } = persona;
  const { openTurn } = turn;
  if (purpose === "reply" && openTurn && openTurn.seenCount !== turn.inboundCount)
    await abandonTurn(openTurn.id);
  const prompt = buildPrompt(turn, { persona: content, passages: found });
  const passages = found.map(({ heading: _heading, text: _text, ...shown }) => shown);
  const budgets = budgetsOf(content);
  const chosen = overrides?.model === undefined ? undefined : providerOf(overrides.model);
  return {
    question,
    persona: content,
    prompt,
    offered: offeredTools(content),
    record: new TurnRecord({ job, turn, purpose, persona, prompt, passages, budgets }),
    providers: chosen ? [chosen] : aiProviders(content.ai.providers),
    at: 0,
    endsAt: performance.now() + env().AI_TURN_TIMEOUT_MS,
    messages: [...prompt.messages],
    gathered: {
      effects: [],
      parts: [],
      passageTexts: found.map(({ text }) => text),
      shownIds: found.map(({ passageId }) => passageId),
    },
    wrongRounds: 0,
    isRepaired: false,
    lastProblem: "No AI provider is configured",
    retryInMs: Number.POSITIVE_INFINITY,
  };
}

/** How a turn ends that has no answer of a model's. */
async function endWithout(thinking: Thinking, ended: Ended) {
  const { record, persona, question } = thinking;
  const sentence = (reason: string) => unavailableReply({ reason, persona, turnId: record.id });
  switch (ended.kind) {
    case "aborted": {
      // Another runner goes on with it: the steps are what it goes on from.
      const reason: AbortReason | undefined = question.signal.reason;
      if (reason === "handed_back") await record.keep();
      else if (question.signal.aborted && reason !== "lost") await record.close("aborted", null);
      return ended;
    }
    case "budget": {
      const reason = `The daily budget for AI is used up (${ended.whose})`;
      await record.close("unavailable", reason);
      await tellOfBudget(question.job.organizationId, ended.whose);
      return { kind: "reply" as const, reply: sentence(reason) };
    }
    default:
      await record.close(ended.kind, ended.reason);
      return { ...ended, reply: sentence(ended.reason) };
  }
}

async function tellOfBudget(organizationId: string, whose: "organization" | "contact"): Promise<void> {
  const subject = whose === "organization" ? organizationId : `contacts of ${organizationId}`;
  const detail =
    whose === "organization"
      ? "Its customers get a sentence and a person until midnight UTC"
      : "A customer has used up the budget for one contact and gets a sentence and a person until midnight UTC";
  await raiseAlert({ kind: "ai_budget", subject, detail });
}
