import type { ConversationMode, MessageDirection, MessageStatus } from "@/infra/database/generated/enums";
import { prisma } from "@/infra/database/prisma";
import { SELF_TEST_PREFIX } from "./self-test-address";

export interface ConversationRow {
  id: number;
  customer: string;
  mode: ConversationMode;
  /** Whether the customer has written STOP. */
  isOptedOut: boolean;
  lastMessageAt: Date | null;
  messages: {
    id: number;
    direction: MessageDirection;
    type: string;
    body: string | null;
    /** What `type` says more of; see Message.content. */
    content: unknown;
    isEdited: boolean;
    isRevoked: boolean;
    /** Of its file, where that is known. */
    durationMs: number | null;
    /** Whether a person of the business wrote it in the WhatsApp Business app. */
    isFromPhone: boolean;
    status: MessageStatus;
    possibleDuplicate: boolean;
    /** Its files that are stored, by id. */
    fileIds: string[];
    at: Date;
  }[];
}

const CONVERSATIONS_MAX = 50;
const MESSAGES_MAX = 30;

/** The conversations with the newest messages, each with its last messages in the order they were written. */
export async function listConversations(): Promise<ConversationRow[]> {
  const rows = await prisma().conversation.findMany({
    where: { deletedAt: null, contact: { address: { not: { startsWith: SELF_TEST_PREFIX } } } },
    orderBy: { lastMessageAt: { sort: "desc", nulls: "last" } },
    take: CONVERSATIONS_MAX,
    include: {
      contact: true,
      messages: {
        orderBy: { id: "desc" },
        take: MESSAGES_MAX,
        include: {
          mediaAssets: {
            where: { status: "stored" },
            select: { id: true, durationMs: true },
            orderBy: { id: "asc" },
          },
        },
      },
    },
  });
  return rows.map(({ id, contact, mode, lastMessageAt, messages }) => ({
    id: Number(id),
    customer: contact.profileName ?? contact.username ?? contact.phone ?? contact.userId ?? contact.address,
    mode,
    isOptedOut: contact.optedOutAt !== null,
    lastMessageAt,
    messages: messages
      .map((message) => ({
        id: Number(message.id),
        direction: message.direction,
        type: message.type,
        body: message.body,
        content: message.content,
        isEdited: message.editedAt !== null,
        isRevoked: message.revokedAt !== null,
        durationMs: message.mediaAssets[0]?.durationMs ?? null,
        isFromPhone: message.origin === "PHONE",
        status: message.status,
        possibleDuplicate: message.possibleDuplicate,
        fileIds: message.mediaAssets.map((file) => file.id),
        at: message.sentAt ?? message.createdAt,
      }))
      .toSorted((a, b) => wholeSeconds(a.at) - wholeSeconds(b.at) || a.id - b.id),
  }));
}

/** Meta's clock tells whole seconds and ours milliseconds: within a second the order of our rows is the truer one. */
function wholeSeconds(at: Date): number {
  return Math.floor(at.getTime() / 1_000);
}
