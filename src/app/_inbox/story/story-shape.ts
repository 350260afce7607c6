// The story of a message, as far as it is shown (GET /api/inbox/messages/{id}/story), and its timeline.

export type Told = string | number;

export interface Passage {
  passageId: number;
  documentId: string;
  title: string;
  score: number;
}

export type StoryStep =
  | {
      kind: "asked";
      callId: number;
      provider: string;
      model: string;
      content: string;
      toolCalls: { name: string }[];
      inputTokens: number;
      outputTokens: number;
      cachedTokens: number;
      costMicroUsd: number | null;
      elapsedMs: number;
      errorCode: string | null;
      at: Told;
    }
  | {
      kind: "tool";
      toolCallId: string;
      name: string;
      tier: string;
      arguments: unknown;
      result: unknown;
      error: string | null;
      passages?: Passage[];
    }
  | { kind: "finding"; codes: string[]; then: string }
  | { kind: "skipped"; provider: string; why: string };

export interface StoryTurn {
  id: string;
  purpose: string;
  messageIds: number[];
  unansweredMessageIds: number[];
  leftOutCount: number;
  /** What it was shown or has looked up. */
  sources: Passage[];
  steps: StoryStep[];
  outcome: string;
  reason: string | null;
  decision: string | null;
  decidedAt: Told | null;
  personaVersion: number | null;
  startedAt: Told;
  endedAt: Told | null;
}

export interface Story {
  job: {
    id: number;
    status: string;
    attempts: number;
    author: string;
    errorCode: string | null;
    error: string | null;
    createdAt: Told;
    completedAt: Told | null;
  } | null;
  webhook: { id?: number | string; receivedAt: Told; status: string } | null;
  inbound: { id: number; type: string; body: string | null; storedAt: Told; jobId?: number | null }[];
  turns: StoryTurn[];
  sends: {
    id?: number | string;
    part: number;
    status: string;
    attempts: number;
    startedAt: Told;
    settledAt: Told | null;
    settledBy: string | null;
    unknownAt: Told | null;
    errorCode: string | null;
    error: string | null;
    providerMessageId?: string | null;
  }[];
  receipts: {
    id?: number | string;
    status: string;
    occurredAt: Told;
    receivedAt: Told;
    errorCode: string | null;
  }[];
  notifications?: { id?: number; kind: string; title: string; createdAt: Told }[];
  interventions?: { id?: number; actor: string; action: string; createdAt: Told }[];
}

export interface RerunSide {
  outcome: string;
  parts: string[];
  provider: string | null;
  model: string | null;
  personaVersion: number | null;
  handover: string | null;
  tools: string[];
  costMicroUsd: number;
}

/** One line of the timeline. What a line says is put into words where it is shown. */
export type StoryLine = { at: number; key: string } & (
  | { kind: "webhook"; webhook: NonNullable<Story["webhook"]> }
  | { kind: "inbound"; message: Story["inbound"][number] }
  | { kind: "job"; job: NonNullable<Story["job"]>; merged: number }
  | { kind: "turn"; turn: StoryTurn }
  | { kind: "step"; step: StoryStep }
  | { kind: "decision"; decision: string }
  | { kind: "send"; send: Story["sends"][number] }
  | { kind: "unknown"; send: Story["sends"][number] }
  | { kind: "settled"; send: Story["sends"][number] }
  | { kind: "receipt"; receipt: Story["receipts"][number] }
  | { kind: "notification"; title: string }
  | { kind: "intervention"; actor: string; action: string }
);

export const instantOf = (told: Told): number => (typeof told === "number" ? told : Date.parse(told));

/** Everything in the order in which it happened, from the webhook to the receipts. */
export function storyLines(story: Story): StoryLine[] {
  const { webhook, job, inbound, turns, sends, receipts, notifications = [], interventions = [] } = story;
  const lines: StoryLine[] = [
    ...(webhook
      ? [{ kind: "webhook" as const, at: instantOf(webhook.receivedAt), key: "webhook", webhook }]
      : []),
    ...inbound.map((message) => ({
      kind: "inbound" as const,
      at: instantOf(message.storedAt),
      key: `in-${message.id}`,
      message,
    })),
    ...(job
      ? [{ kind: "job" as const, at: instantOf(job.createdAt), key: "job", job, merged: inbound.length }]
      : []),
    ...turns.flatMap(turnLines),
    ...sends.flatMap(sendLines),
    ...receipts.map((receipt, at) => ({
      kind: "receipt" as const,
      at: instantOf(receipt.receivedAt),
      key: `receipt-${at}`,
      receipt,
    })),
    ...notifications.map(({ title, createdAt }, at) => ({
      kind: "notification" as const,
      at: instantOf(createdAt),
      key: `notice-${at}`,
      title,
    })),
    ...interventions.map(({ actor, action, createdAt }, at) => ({
      kind: "intervention" as const,
      at: instantOf(createdAt),
      key: `done-${at}`,
      actor,
      action,
    })),
  ];
  return lines.sort((one, other) => one.at - other.at);
}

/** Only an answer has a time of its own; what follows it happened right then. */
function turnLines(turn: StoryTurn): StoryLine[] {
  const started = instantOf(turn.startedAt);
  let at = started;
  const steps = turn.steps.map((step, index): StoryLine => {
    if (step.kind === "asked") at = Math.max(at, instantOf(step.at));
    return { kind: "step", at, key: `${turn.id}-${index}`, step };
  });
  const decided: StoryLine[] =
    turn.decision === null || turn.decidedAt === null
      ? []
      : [
          {
            kind: "decision",
            at: instantOf(turn.decidedAt),
            key: `${turn.id}-decision`,
            decision: turn.decision,
          },
        ];
  return [{ kind: "turn", at: started, key: turn.id, turn }, ...steps, ...decided];
}

function sendLines(send: Story["sends"][number]): StoryLine[] {
  const lines: StoryLine[] = [
    { kind: "send", at: instantOf(send.startedAt), key: `send-${send.part}`, send },
  ];
  if (send.unknownAt !== null)
    lines.push({ kind: "unknown", at: instantOf(send.unknownAt), key: `unknown-${send.part}`, send });
  if (send.settledAt !== null)
    lines.push({ kind: "settled", at: instantOf(send.settledAt), key: `settled-${send.part}`, send });
  return lines;
}

/** What it took in all. */
export function storyBill(story: Story) {
  const asked = story.turns.flatMap(({ steps }) => steps.filter((step) => step.kind === "asked"));
  const sum = (pick: (step: (typeof asked)[number]) => number) =>
    asked.reduce((total, step) => total + pick(step), 0);
  const begun = story.webhook
    ? instantOf(story.webhook.receivedAt)
    : story.job && instantOf(story.job.createdAt);
  const sent = story.sends.map(({ settledAt }) => settledAt).find((at) => at !== null);
  return {
    model: asked.at(-1)?.model ?? null,
    inputTokens: sum((step) => step.inputTokens),
    outputTokens: sum((step) => step.outputTokens),
    microUsd: asked.some(({ costMicroUsd }) => costMicroUsd !== null)
      ? sum((step) => step.costMicroUsd ?? 0)
      : null,
    tookMs: begun && sent !== undefined ? instantOf(sent) - begun : null,
    sources: sourcesOf(story),
  };
}

/** Every document the bot was shown or has found, once. */
function sourcesOf({ turns }: Story): { documentId: string; title: string }[] {
  const passages = turns.flatMap(({ sources }) => sources);
  return [...new Map(passages.map(({ documentId, title }) => [documentId, { documentId, title }])).values()];
}
