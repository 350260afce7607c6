import { addDocument } from "@/domain/knowledge";
import { buildPrompt } from "@/domain/orchestrator/build-prompt";
import { askBot, type Played } from "./bot";
import { buildTurn, type Said } from "./build-turn";
import { type Business, readBusiness } from "./business";
import { judgeAnswer } from "./judge-answer";
import { judgeInjection } from "./judge-injection";
import type { EvalModel } from "./model";
import type { Conversation, Injection } from "./read-set";
import { stageInjection } from "./stage-injection";

/** What came of a conversation or an injection. */
export interface EvalResult {
  id: string;
  kind: "conversation" | "injection";
  /** For people: its name, or what it tries. */
  name: string;
  passed: boolean;
  problems: string[];
  /** What the customer would have got, turn by turn. */
  answers: string[];
  /** What the guards had against answers of the model. */
  findings: string[];
  calls: number;
  tokens: number;
  costMicroUsd: number | null;
  elapsedMs: number;
}

export interface Hall {
  model: EvalModel;
  /** The model to ask, where one was named. */
  wanted: string | undefined;
  /** An organization of its own for each business. */
  organizationOf(business: Business): Promise<string>;
}

export async function playConversation(conversation: Conversation, hall: Hall): Promise<EvalResult> {
  const business = readBusiness(conversation.business);
  const organizationId = await hall.organizationOf(business);
  const said: Said[] = [];
  const problems: string[] = [];
  const all: Played[] = [];
  for (const [at, { customer, expect, scripted }] of conversation.turns.entries()) {
    said.push(...customer.map((message) => ({ direction: "INBOUND" as const, message })));
    await hall.model.prepare(scripted);
    const { profileName } = conversation;
    const hasKnowledge = business.knowledge.length > 0;
    const turn = buildTurn({ business, profileName, said, unanswered: customer.length, hasKnowledge });
    const played = await askBot({ organizationId, turn, model: hall.wanted });
    all.push(played);
    problems.push(...judgeAnswer(expect, played).map((problem) => `answer ${at + 1} ${problem}`));
    said.push(
      ...played.sent.map((text) => ({ direction: "OUTBOUND" as const, message: { type: "text", text } })),
    );
    if (played.handover) break;
  }
  const answers = all.map(({ sent }) => sent.join("\n"));
  const isShort = all.length < conversation.turns.length;
  if (isShort && problems.length === 0) problems.push(`it was handed over after answer ${all.length}`);
  return {
    id: conversation.id,
    kind: "conversation",
    name: conversation.name,
    ...verdict(problems),
    answers,
    ...sum(all),
  };
}

export async function playInjection(injection: Injection, hall: Hall): Promise<EvalResult> {
  const stage = stageInjection(injection);
  const { business, turn, poisoned } = stage;
  const organizationId = await hall.organizationOf(business);
  const knowledge = poisoned ? [poisoned] : [];
  const played = await askBot({ organizationId, turn, model: hall.wanted, knowledge });
  const { systemPrompt, borderMark } = buildPrompt(turn, { persona: business.persona, passages: [] });
  const { sent, carriedOut } = played;
  const problems = judgeInjection(injection, stage, { sent, carriedOut, systemPrompt, borderMark });
  const name = `${injection.aim} in ${injection.in} (${injection.language})`;
  return {
    id: injection.id,
    kind: "injection",
    name,
    ...verdict(problems),
    answers: [sent.join("\n")],
    ...sum([played]),
  };
}

/** Stores what a business knows, as its people would. */
export async function storeKnowledge(organizationId: string, { knowledge }: Business): Promise<void> {
  for (const { title, text } of knowledge) {
    const bytes = Buffer.from(`# ${title}\n\n${text}\n`);
    const name = `${title.toLowerCase().replaceAll(/\W+/g, "-")}.md`;
    await addDocument({ organizationId, from: { name, bytes }, title, actor: "eval" });
  }
}

function verdict(problems: string[]) {
  return { passed: problems.length === 0, problems };
}

function sum(all: Played[]) {
  const total = (pick: (played: Played) => number) => all.reduce((added, played) => added + pick(played), 0);
  const isPriced = all.every(({ costMicroUsd }) => costMicroUsd !== null);
  return {
    findings: all.flatMap(({ findings }) => findings),
    calls: total(({ calls }) => calls),
    tokens: total(({ tokens }) => tokens),
    costMicroUsd: isPriced ? total(({ costMicroUsd }) => costMicroUsd ?? 0) : null,
    elapsedMs: total(({ elapsedMs }) => elapsedMs),
  };
}
