// A turn as the database would tell it, made of what an evaluation plays: nothing of it is stored, nobody is written to.

import type { HistoryMessage, Turn } from "@/domain/outbound";
import type { Business } from "./business";
import type { EvalMessage } from "./read-set";

/** What was said so far: the customer's messages, and our answers as texts. */
export interface Said {
  direction: "INBOUND" | "OUTBOUND";
  message: EvalMessage;
}

interface Stage {
  business: Business;
  profileName: string;
  said: Said[];
  /** How many of the last are not answered yet. */
  unanswered: number;
  hasKnowledge: boolean;
}

/** A Monday, while people are there: expectations do not hang on when they are looked at. */
const BEGIN = Date.parse("2026-11-23T14:00:00Z");
const BETWEEN_MS = 40_000;

export function buildTurn({ business, profileName, said, unanswered, hasKnowledge }: Stage): Turn {
  const history = said.map(({ direction, message }, at) => toHistory(direction, message, at));
  return {
    conversationId: 1,
    mode: "BOT",
    handoverJobId: null,
    inboundCount: said.filter(({ direction }) => direction === "INBOUND").length,
    waitingJobIds: [],
    unansweredMessageIds: history.slice(history.length - unanswered).map(({ id }) => id),
    history,
    customer: { phone: "5511987654321", userId: null, name: profileName, isGroup: false, isOptedOut: false },
    pairRefusals: 0,
    integration: {
      id: "eval",
      phoneNumberId: "0",
      accessTokenEncrypted: null,
      sendsPerSecond: 1,
      hours: { timeZone: null, quietHours: null, businessHours: null },
    },
    business: { name: business.name },
    storedPersona: { version: 1, content: business.persona },
    hasKnowledge,
    contactId: 1,
    lead: null,
    followUp: null,
    handoverToldAt: null,
    handoverReason: null,
    openTurn: null,
    readAt: BEGIN + said.length * BETWEEN_MS,
    windowClosesAt: BEGIN + 86_400_000,
    newestInbound: null,
  };
}

function toHistory(direction: Said["direction"], message: EvalMessage, at: number): HistoryMessage {
  const { type, text, filename, quoted, transcript } = {
    filename: undefined,
    quoted: undefined,
    transcript: undefined,
    ...message,
  };
  const kind = type === "voice" ? "voice" : type;
  return {
    id: at + 1,
    direction,
    type: type === "voice" ? "audio" : type,
    body: text === "" ? null : text,
    content: type === "text" ? null : { kind: "media", media: { kind, ...(filename && { filename }) } },
    quoted: quoted ?? null,
    durationMs: type === "voice" ? 7_000 : null,
    assetId: null,
    transcript: transcript ?? null,
    at: BEGIN + at * BETWEEN_MS,
    isEdited: false,
    isRevoked: false,
  };
}
