// The timeline of a message, and what it took, out of GET /api/inbox/messages/{id}/story.

import type { MessageStory as Story } from "@/app/_contract/story";

type StoryTurn = Story["turns"][number];
export type StoryStep = StoryTurn["steps"][number];

/** One line of the timeline. What a line says is put into words where it is shown. */
export type StoryLine = { at: number; key: string } & (
  | { kind: "webhook"; webhook: NonNullable<Story["webhook"]> }
  | { kind: "inbound"; message: Story["inbound"][number] }
  | { kind: "job"; job: Story["job"]; merged: number }
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

/** Everything in the order in which it happened, from the webhook to the receipts. */
export function storyLines(story: Story): StoryLine[] {
  const { webhook, job, inbound, turns, sends, receipts, notifications, interventions } = story;
  const lines: StoryLine[] = [
    ...(webhook
      ? [{ kind: "webhook" as const, at: Date.parse(webhook.receivedAt), key: "webhook", webhook }]
      : []),
    ...inbound.map((message) => ({
      kind: "inbound" as const,
      at: Date.parse(message.storedAt),
      key: `in-${message.id}`,
      message,
    })),
    { kind: "job" as const, at: Date.parse(job.createdAt), key: "job", job, merged: inbound.length },
    ...turns.flatMap(turnLines),
    ...sends.flatMap(sendLines),
    ...receipts.map((receipt, at) => ({
      kind: "receipt" as const,
      at: Date.parse(receipt.receivedAt),
      key: `receipt-${at}`,
      receipt,
    })),
    ...notifications.map(({ title, createdAt }, at) => ({
      kind: "notification" as const,
      at: Date.parse(createdAt),
      key: `notice-${at}`,
      title,
    })),
    ...interventions.map(({ actor, action, createdAt }, at) => ({
      kind: "intervention" as const,
      at: Date.parse(createdAt),
      key: `done-${at}`,
      actor,
      action,
    })),
  ];
  return lines.sort((one, other) => one.at - other.at);
}

/** Only an answer has a time of its own; what follows it happened right then. */
function turnLines(turn: StoryTurn): StoryLine[] {
  const started = Date.parse(turn.startedAt);
  let at = started;
  const steps = turn.steps.map((step, index): StoryLine => {
    if (step.kind === "asked") at = Math.max(at, Date.parse(step.at));
    return { kind: "step", at, key: `${turn.id}-${index}`, step };
  });
  const decided: StoryLine[] =
    turn.decision === null || turn.decidedAt === null
      ? []
      : [
          {
            kind: "decision",
            at: Date.parse(turn.decidedAt),
            key: `${turn.id}-decision`,
            decision: turn.decision,
          },
        ];
  return [{ kind: "turn", at: started, key: turn.id, turn }, ...steps, ...decided];
}

function sendLines(send: Story["sends"][number]): StoryLine[] {
  const lines: StoryLine[] = [
    { kind: "send", at: Date.parse(send.startedAt), key: `send-${send.part}`, send },
  ];
  if (send.unknownAt !== null)
    lines.push({ kind: "unknown", at: Date.parse(send.unknownAt), key: `unknown-${send.part}`, send });
  if (send.settledAt !== null)
    lines.push({ kind: "settled", at: Date.parse(send.settledAt), key: `settled-${send.part}`, send });
  return lines;
}

/** What it took in all. */
export function storyBill(story: Story) {
  const asked = story.turns.flatMap(({ steps }) => steps.filter((step) => step.kind === "asked"));
  const sum = (pick: (step: (typeof asked)[number]) => number) =>
    asked.reduce((total, step) => total + pick(step), 0);
  const begun = Date.parse(story.webhook?.receivedAt ?? story.job.createdAt);
  const sent = story.sends.map(({ settledAt }) => settledAt).find((at) => at !== null);
  return {
    model: asked.at(-1)?.model ?? null,
    inputTokens: sum((step) => step.inputTokens),
    outputTokens: sum((step) => step.outputTokens),
    microUsd: asked.some(({ costMicroUsd }) => costMicroUsd !== null)
      ? sum((step) => step.costMicroUsd ?? 0)
      : null,
    tookMs: sent !== undefined ? Date.parse(sent) - begun : null,
    sources: sourcesOf(story),
  };
}

/** Every document the bot was shown or has found, once. */
function sourcesOf({ turns }: Story): { documentId: string; title: string }[] {
  const passages = turns.flatMap(({ sources }) => sources);
  return [...new Map(passages.map(({ documentId, title }) => [documentId, { documentId, title }])).values()];
}
