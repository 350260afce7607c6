import type { HistoryMessage, Turn } from "@/domain/outbound";

let lastId = 0;

const READ_AT = Date.parse("2026-11-23T10:00:00Z");
const TOLD_AT = READ_AT - 60_000;

/** A message of the customer's. */
export function inbound(
  body: string | null,
  type = "text",
  fields: Partial<HistoryMessage> = {},
): HistoryMessage {
  lastId += 1;
  const plain = { content: null, quoted: null, isEdited: false, isRevoked: false };
  const file = { durationMs: null, assetId: null, transcript: null };
  return { id: lastId, direction: "INBOUND", type, body, at: TOLD_AT, ...plain, ...file, ...fields };
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
    business: { name: "Ana's Flowers" },
    storedPersona: null,
    hasKnowledge: false,
    contactId: 1,
    lead: null,
    followUp: null,
    handoverToldAt: null,
    handoverReason: null,
    openTurn: null,
    readAt: READ_AT,
    windowClosesAt: null,
    newestInbound: null,
  };
}
