import type { HistoryMessage, Turn } from "@/domain/outbound";

let lastId = 0;

/** A message of the customer's. */
export function inbound(
  body: string | null,
  type = "text",
  fields: Partial<HistoryMessage> = {},
): HistoryMessage {
  lastId += 1;
  const plain = { content: null, quoted: null, durationMs: null, isEdited: false, isRevoked: false };
  return { id: lastId, direction: "INBOUND", type, body, ...plain, ...fields };
}

/** A message of ours. */
export function outbound(body: string): HistoryMessage {
  return { ...inbound(body), direction: "OUTBOUND" };
}

/** A turn in which nobody has answered these messages of the history. */
export function turnOf(history: HistoryMessage[], unanswered: HistoryMessage[] = []): Turn {
  return {
    conversationId: 1,
    mode: "BOT",
    handoverJobId: null,
    inboundCount: history.length,
    pairRefusals: 0,
    waitingJobIds: [],
    unansweredMessageIds: unanswered.map(({ id }) => id),
    history,
    customer: { phone: "5511987654321", userId: null, name: "Bia", isGroup: false, isOptedOut: false },
    integration: {
      id: "integration",
      phoneNumberId: "1",
      accessTokenEncrypted: null,
      sendsPerSecond: 80,
      hours: { timeZone: null, quietHours: null, businessHours: null },
    },
    business: { name: "Ana's Flowers", botInstructions: null },
    readAt: Date.parse("2026-11-23T10:00:00Z"),
    windowClosesAt: null,
    newestInbound: null,
  };
}
