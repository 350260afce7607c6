import type { AiTurnStep, StoredTurn } from "@/domain/ai-turns";
import { readStory, type Story } from "@/domain/orchestrator";
import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";

/** A passage as it was shown to the bot, with its words as they are now; null: it is not there any more. */
interface StorySource {
  passageId: number;
  documentId: string;
  documentVersion: number;
  title: string;
  score: number;
  heading: string | null;
  text: string | null;
}

interface TurnSums {
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  costMicroUsd: number;
}

interface StoryTurn extends Omit<StoredTurn, "inputs">, TurnSums {
  messageIds: number[];
  unansweredMessageIds: number[];
  leftOutCount: number;
  sources: StorySource[];
}

export interface MessageStory extends Omit<Story, "turns"> {
  messageId: number;
  conversationId: number;
  turns: StoryTurn[];
  sums: TurnSums;
}

/** Of a message of ours the job that sent it; of a customer's the newest that was to answer it. */
const jobStatement = {
  name: "job_of_message",
  text: `
  SELECT m."conversationId", CASE m.direction WHEN 'OUTBOUND' THEN (
      SELECT l."jobId" FROM "OutboundMessageLog" l WHERE l."messageId" = m.id ORDER BY l."startedAt" DESC LIMIT 1)
    ELSE (SELECT max(j.id) FROM "OutboundJob" j WHERE j."inboundMessageId" = m.id) END AS "jobId"
  FROM "Message" m WHERE m.id = $1 AND m."organizationId" = $2`,
};

const passagesStatement = {
  name: "passages_of_story",
  text: `SELECT k.id, k.heading, k.text FROM "KnowledgePassage" k WHERE k.id = ANY ($1::bigint[]) AND k."organizationId" = $2`,
};

/**
 * How a message came to be, from the webhook to the receipts; a person's has no turns of the bot. @throws NOT_FOUND, also for
 * another organization's, and for what no job was about (it came from the phone, or its job is past its retention).
 */
export async function readMessageStory(organizationId: string, messageId: number): Promise<MessageStory> {
  const [message] = await inOrganization(organizationId, (ask) =>
    ask<{ conversationId: number; jobId: number | null }>(jobStatement, [messageId, organizationId]),
  );
  if (!message || message.jobId === null) throw new AppError("NOT_FOUND", `No story of message ${messageId}`);
  const story = await readStory(message.jobId);
  const passages = await readPassages(organizationId, story.turns.flatMap(shownIn));
  const turns = story.turns.map((turn) => toStoryTurn(turn, passages));
  return { ...story, messageId, conversationId: message.conversationId, turns, sums: sum(turns) };
}

type Passages = Map<number, { heading: string | null; text: string }>;

async function readPassages(organizationId: string, shown: { passageId: number }[]): Promise<Passages> {
  if (shown.length === 0) return new Map();
  const ids = [...new Set(shown.map(({ passageId }) => passageId))];
  const rows = await inOrganization(organizationId, (ask) =>
    ask<{ id: number; heading: string | null; text: string }>(passagesStatement, [ids, organizationId]),
  );
  return new Map(rows.map(({ id, ...words }) => [id, words]));
}

/** What it was shown from the start, and what it has looked up. */
function shownIn({ inputs, steps }: StoredTurn) {
  return [
    ...inputs.passages,
    ...steps.flatMap((step) => (step.kind === "tool" ? (step.passages ?? []) : [])),
  ];
}

function toStoryTurn(stored: StoredTurn, passages: Passages): StoryTurn {
  const { inputs, ...turn } = stored;
  const { messageIds, unansweredMessageIds, leftOutCount } = inputs;
  const once = new Map(shownIn(stored).map((shown) => [shown.passageId, shown]));
  const sources = [...once.values()].map((shown) => ({
    ...shown,
    heading: passages.get(shown.passageId)?.heading ?? null,
    text: passages.get(shown.passageId)?.text ?? null,
  }));
  const sums = sum(turn.steps.filter((step) => step.kind === "asked"));
  return { ...turn, messageIds, unansweredMessageIds, leftOutCount, sources, ...sums };
}

type Summed = { [Name in keyof TurnSums]: number | null };

function sum(parts: (Summed | Extract<AiTurnStep, { kind: "asked" }>)[]): TurnSums {
  const of = (name: keyof TurnSums) => parts.reduce((total, part) => total + (part[name] ?? 0), 0);
  return {
    inputTokens: of("inputTokens"),
    outputTokens: of("outputTokens"),
    cachedTokens: of("cachedTokens"),
    costMicroUsd: of("costMicroUsd"),
  };
}
