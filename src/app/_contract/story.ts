import { z } from "zod";
import { rowId } from "./operation";

/** Epoch milliseconds within the server, RFC 3339 in UTC for whoever asks. */
const moment = z
  .number()
  .transform((ms) => new Date(ms).toISOString())
  .pipe(z.iso.datetime());

const tokens = {
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Of the input: what the provider had in its cache. */
  cachedTokens: z.int(),
};

const shownPassage = {
  passageId: rowId,
  documentId: z.string(),
  documentVersion: z.int(),
  title: z.string(),
  score: z.number(),
};

/** One question to a provider and what came back. */
const askedStep = z.object({
  kind: z.literal("asked"),
  /** AiUsage.id. */
  callId: z.int(),
  provider: z.string(),
  model: z.string(),
  content: z.string(),
  toolCalls: z.array(z.object({ id: z.string(), name: z.string(), arguments: z.unknown() })),
  finishReason: z.string().nullable(),
  ...tokens,
  /** In millionths of a US dollar; null when the model's price is not known. */
  costMicroUsd: z.number().nullable(),
  elapsedMs: z.number(),
  errorCode: z.string().nullable(),
  at: moment,
  isLate: z.boolean().optional(),
});

const toolStep = z.object({
  kind: z.literal("tool"),
  toolCallId: z.string(),
  name: z.string(),
  tier: z.enum(["read", "write", "reply", "handover", "unknown"]),
  arguments: z.unknown(),
  result: z.unknown(),
  /** Why it was refused; null when it was carried out. */
  error: z.string().nullable(),
  passages: z.array(z.object(shownPassage)).optional(),
});

/** What the guards had against an answer, and what was done about it. */
const findingStep = z.object({
  kind: z.literal("finding"),
  codes: z.array(z.string()),
  // biome-ignore lint/suspicious/noThenProperty: it is the stored name (src/domain/ai-turns), of what is no promise.
  then: z.enum(["repair", "next", "handover", "cut"]),
});

const skippedStep = z.object({
  kind: z.literal("skipped"),
  provider: z.string(),
  why: z.enum(["circuit_open", "budget"]),
});

const turn = z.object({
  id: z.string(),
  /** rerun: tried by a person, sent to nobody. */
  purpose: z.enum(["reply", "rerun"]),
  /** thinking, reply, handover, unavailable, not_asked, aborted or abandoned. */
  outcome: z.string(),
  reason: z.string().nullable(),
  /** When its reply was about to be sent: send, or what forbade it. */
  decision: z.string().nullable(),
  decidedAt: moment.nullable(),
  effectsAt: moment.nullable(),
  startedAt: moment,
  endedAt: moment.nullable(),
  personaVersion: z.int().nullable(),
  promptVersion: z.string(),
  promptHash: z.string(),
  /** What it has read, in that order. */
  messageIds: z.array(rowId),
  unansweredMessageIds: z.array(rowId),
  leftOutCount: z.int(),
  /** What it was shown or has looked up; text is null when the passage is not there any more. */
  sources: z.array(
    z.object({ ...shownPassage, heading: z.string().nullable(), text: z.string().nullable() }),
  ),
  steps: z.array(z.discriminatedUnion("kind", [askedStep, toolStep, findingStep, skippedStep])),
  ...tokens,
  costMicroUsd: z.number(),
});

/** How a message came to be, from the webhook to the receipts. A person's has no turns. */
export const story = z.object({
  messageId: rowId,
  conversationId: rowId,
  webhook: z
    .object({ id: z.string(), requestId: z.string(), receivedAt: moment, status: z.string() })
    .nullable(),
  job: z.object({
    id: rowId,
    requestId: z.string(),
    status: z.string(),
    author: z.enum(["BOT", "PERSON"]),
    attempts: z.int(),
    errorCode: z.string().nullable(),
    error: z.string().nullable(),
    createdAt: moment,
    runAt: moment,
    completedAt: moment.nullable(),
  }),
  /** Another one than `job`: its message was answered by that one's reply. */
  askedForJobId: rowId,
  /** The customer's messages that one reply answers. */
  inbound: z.array(
    z.object({
      id: rowId,
      jobId: rowId,
      providerMessageId: z.string().nullable(),
      type: z.string(),
      body: z.string().nullable(),
      sentAt: moment.nullable(),
      storedAt: moment,
    }),
  ),
  turns: z.array(turn),
  /** Calls of AIs that are no step of a turn: embeddings, transcriptions, and those whose process died. */
  calls: z.array(
    z.object({
      id: rowId,
      isStep: z.boolean(),
      purpose: z.string(),
      provider: z.string(),
      model: z.string(),
      costMicroUsd: z.number().nullable(),
      errorCode: z.string().nullable(),
      createdAt: moment,
    }),
  ),
  sums: z.object({ ...tokens, costMicroUsd: z.number() }),
  /** Rows of the ledger. */
  sends: z.array(
    z.object({
      id: z.string(),
      messageId: rowId,
      providerMessageId: z.string().nullable(),
      part: z.int(),
      /** sending, accepted, refused or unknown. */
      status: z.string(),
      attempts: z.int(),
      startedAt: moment,
      settledAt: moment.nullable(),
      /** answer, receipt or operator. */
      settledBy: z.string().nullable(),
      unknownAt: moment.nullable(),
      errorCode: z.string().nullable(),
      error: z.string().nullable(),
      text: z.string().nullable(),
    }),
  ),
  receipts: z.array(
    z.object({
      id: rowId,
      providerMessageId: z.string(),
      status: z.string(),
      occurredAt: moment,
      receivedAt: moment,
      errorCode: z.string().nullable(),
    }),
  ),
  notifications: z.array(
    z.object({
      id: rowId,
      kind: z.string(),
      title: z.string(),
      body: z.string().nullable(),
      createdAt: moment,
    }),
  ),
  interventions: z.array(z.object({ id: rowId, actor: z.string(), action: z.string(), createdAt: moment })),
  /** What was, or would have been, said. */
  reply: z.array(z.string()),
});

export type MessageStory = z.output<typeof story>;
