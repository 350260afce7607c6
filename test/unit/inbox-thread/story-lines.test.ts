import { describe, expect, it } from "vitest";
import type { MessageStory } from "@/app/_contract/story";
import { storyBill, storyLines } from "@/app/_inbox/story/story-lines";

const at = (second: number) => new Date(Date.UTC(2026, 10, 22, 12, 0, second)).toISOString();

const tokens = { inputTokens: 20, outputTokens: 4, cachedTokens: 0, costMicroUsd: 350 };
const passage = { documentVersion: 1, heading: null, text: "We ship everywhere." };

const story: MessageStory = {
  messageId: 3,
  conversationId: 5,
  askedForJobId: 7,
  calls: [],
  sums: tokens,
  notifications: [],
  interventions: [],
  reply: ["Yes"],
  webhook: { id: "w1", requestId: "r", receivedAt: at(0), status: "done" },
  inbound: [
    {
      id: 1,
      jobId: 7,
      providerMessageId: "wamid.1",
      sentAt: null,
      type: "text",
      body: "Do you ship?",
      storedAt: at(1),
    },
    {
      id: 2,
      jobId: 7,
      providerMessageId: "wamid.2",
      sentAt: null,
      type: "text",
      body: "To Porto?",
      storedAt: at(3),
    },
  ],
  job: {
    id: 7,
    requestId: "r",
    runAt: at(2),
    status: "done",
    attempts: 1,
    author: "BOT",
    errorCode: null,
    error: null,
    createdAt: at(2),
    completedAt: at(9),
  },
  turns: [
    {
      id: "t",
      purpose: "reply",
      messageIds: [1, 2],
      unansweredMessageIds: [1, 2],
      leftOutCount: 0,
      effectsAt: null,
      promptVersion: "1",
      promptHash: "h",
      ...tokens,
      sources: [
        { passageId: 1, documentId: "d1", title: "Shipping", score: 1, ...passage },
        { passageId: 2, documentId: "d1", title: "Shipping", score: 0.5, ...passage },
      ],
      steps: [
        asked(5, 100),
        {
          kind: "tool",
          toolCallId: "c",
          name: "search",
          tier: "read",
          arguments: {},
          result: {},
          error: null,
        },
        asked(6, 250),
      ],
      outcome: "reply",
      reason: null,
      decision: "send",
      decidedAt: at(7),
      personaVersion: 1,
      startedAt: at(4),
      endedAt: at(6),
    },
  ],
  sends: [
    {
      id: "s",
      messageId: 3,
      providerMessageId: "wamid.3",
      text: "Yes",
      part: 1,
      status: "accepted",
      attempts: 1,
      startedAt: at(8),
      settledAt: at(9),
      settledBy: "answer",
      unknownAt: null,
      errorCode: null,
      error: null,
    },
  ],
  receipts: [
    {
      id: 1,
      providerMessageId: "wamid.3",
      status: "read",
      occurredAt: at(11),
      receivedAt: at(12),
      errorCode: null,
    },
  ],
};

function asked(second: number, costMicroUsd: number) {
  return {
    kind: "asked" as const,
    callId: second,
    provider: "openai",
    model: "gpt",
    content: "",
    toolCalls: [],
    finishReason: "stop",
    inputTokens: 10,
    outputTokens: 2,
    cachedTokens: 0,
    costMicroUsd,
    elapsedMs: 900,
    errorCode: null,
    at: at(second),
  };
}

describe("the story of a reply", () => {
  it("is told in the order in which it happened, a tool right after the answer that called it", () => {
    expect(storyLines(story).map((line) => (line.kind === "step" ? line.step.kind : line.kind))).toEqual([
      ...["webhook", "inbound", "job", "inbound", "turn", "asked", "tool", "asked", "decision"],
      ...["send", "settled", "receipt"],
    ]);
  });

  it("adds up what all calls took, and names every source once", () => {
    expect(storyBill(story)).toMatchObject({
      inputTokens: 20,
      outputTokens: 4,
      microUsd: 350,
      tookMs: 9_000,
    });
    expect(storyBill(story).sources).toEqual([{ documentId: "d1", title: "Shipping" }]);
  });

  it("says that a cost is not known rather than that it is nothing", () => {
    expect(storyBill({ ...story, turns: [] }).microUsd).toBeNull();
  });
});
