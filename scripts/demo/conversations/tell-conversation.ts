import type { Rows } from "./rows";
import type { ConversationScript, Line } from "./script";
import { tellAnswer } from "./tell-answer";
import { tellFile } from "./tell-file";
import type { Telling } from "./telling";

/** Plain numbers and user ids as the product would have found them: see src/domain/contacts/alias-keys.ts. */
function tellContact({ rows, script, contactId, key, number }: Omit<Telling, "waiting" | "told">): string {
  const { organizationId } = rows.setting;
  const { name, phone, username, isGroup, savedAs } = script.customer;
  const userId = isGroup
    ? `group-${rows.uuid(key).slice(0, 12)}`
    : `US.${BigInt(`0x${rows.uuid(key).slice(0, 8)}`)}4410`;
  const scope = number.wabaId ?? "";
  const createdAt = rows.at((script.lines[0]?.ago ?? 0) + 1);
  const address = isGroup ? `group:${userId}` : (phone ?? `id:${scope}:${userId}`);
  rows.contacts.push({
    id: contactId,
    organizationId,
    address,
    phone: phone ?? null,
    userId: phone ? null : userId,
    username: username ?? null,
    profileName: name ?? null,
    name: savedAs ?? null,
    optedOutAt: script.optedOutAgo === undefined ? null : rows.at(script.optedOutAgo),
    optOutChangedAt: script.optedOutAgo === undefined ? null : rows.at(script.optedOutAgo),
    marketingOptedOutAt: script.noMarketingAgo === undefined ? null : rows.at(script.noMarketingAgo),
    marketingChangedAt: script.noMarketingAgo === undefined ? null : rows.at(script.noMarketingAgo),
    createdAt,
  });
  const alias = { organizationId, contactId, createdAt };
  if (isGroup) rows.aliases.push({ ...alias, alias: address, kind: "GROUP", value: userId });
  else if (phone) rows.aliases.push({ ...alias, alias: `tel:${plain(phone)}`, kind: "PHONE", value: phone });
  else rows.aliases.push({ ...alias, alias: address, kind: "USER_ID", scope, value: userId });
  return phone ?? userId;
}

/** Both spellings of a mobile number have one key. */
function plain(phone: string): string {
  return phone.replace(/^(55[1-9]\d)9(\d{8})$|^(52)1(\d{10})$|^(54)9(\d{10})$/, "$1$2$3$4$5$6");
}

/** Puts a conversation, its messages and all that stands behind them into rows. */
export function tellConversation(rows: Rows, script: ConversationScript, key: string): void {
  const beginning = {
    rows,
    script,
    key,
    conversationId: rows.id("Conversation"),
    contactId: rows.id("Contact"),
    number: rows.setting.numbers[script.number ?? "main"],
  };
  const address = tellContact({ ...beginning, address: "" });
  const telling: Telling = { ...beginning, address, waiting: [], told: [] };
  for (const [at, line] of script.lines.entries()) {
    if (line.by === "customer" || line.by === "phone") tellInbound(telling, line, at);
    else tellAnswer(telling, line, at);
  }
  tellState(telling);
  tellSides(telling);
}

const isWindowOpener = (line: Line) => line.by === "customer" && !line.isQuiet;

function tellState({ rows, script, conversationId, contactId, number, address }: Telling): void {
  const { organizationId, userIds } = rows.setting;
  const { lines, handover, assignee, snoozedFor, deletedAgo, unreadSince, customer } = script;
  const last = (pick: (line: Line) => boolean) => {
    const line = lines.findLast(pick);
    return line ? rows.at(line.ago) : null;
  };
  const leadId = script.lead ? rows.id("Lead") : null;
  if (script.lead && leadId !== null)
    rows.leads.push({
      id: leadId,
      organizationId,
      contactId,
      ...script.lead,
      createdAt: last(() => true) ?? undefined,
    });
  rows.conversations.push({
    id: conversationId,
    organizationId,
    integrationId: number.id,
    contactId,
    leadId,
    status: script.isClosed ? "CLOSED" : "OPEN",
    mode: handover ? "HUMAN" : "BOT",
    inboundCount: lines.filter(isWindowOpener).length,
    customerUserId: customer.phone ? null : address,
    handoverReason: handover?.reason ?? null,
    handoverSummary: handover?.summary ?? null,
    handoverToldAt: handover ? rows.at(handover.ago) : null,
    personActiveAt: last(({ by }) => by !== "customer" && by !== "bot"),
    assigneeId: assignee ? (userIds[assignee] ?? null) : null,
    snoozedUntil: snoozedFor === undefined ? null : rows.at(-snoozedFor),
    deletedAt: deletedAgo === undefined ? null : rows.at(deletedAgo),
    readAt: unreadSince === undefined ? last(() => true) : rows.at(unreadSince),
    lastInboundAt: last(isWindowOpener),
    lastOutboundAt: last(({ by }) => by !== "customer"),
    lastMessageAt: last(() => true),
    createdAt: rows.at((lines[0]?.ago ?? 0) + 1),
  });
}

/** What people and the bot have left beside the messages. */
function tellSides({ rows, script, conversationId, key }: Telling): void {
  const { organizationId, userIds, labelIds } = rows.setting;
  for (const name of script.labels ?? []) {
    const labelId = labelIds[name];
    if (labelId !== undefined) rows.labels.push({ conversationId, labelId });
  }
  for (const { by, ago, body } of script.notes ?? [])
    rows.notes.push({
      organizationId,
      conversationId,
      authorId: userIds[by] ?? null,
      body,
      createdAt: rows.at(ago),
    });
  for (const { by, ago, action, details } of script.events ?? [])
    rows.audits.push({
      organizationId,
      actor: by === "system" ? "system" : `user:${userIds[by]}`,
      action,
      entity: "Conversation",
      entityId: String(conversationId),
      details: details ?? {},
      createdAt: rows.at(ago),
    });
  const { handover } = script;
  if (!handover) return;
  const isUnknown = script.lines.some(({ tick }) => tick === "unknown");
  const isMet = script.lines.some(({ by }) => by !== "customer" && by !== "bot");
  rows.notifications.push({
    organizationId,
    conversationId,
    kind: isUnknown ? "SEND_UNCERTAIN" : "HANDOVER",
    title: isUnknown ? "It is not known whether a reply arrived" : "A customer waits for a person",
    body: handover.reason,
    dedupeKey: `demo:${key}:handover`,
    readAt: isMet ? rows.at(handover.ago) : null,
    createdAt: rows.at(handover.ago),
  });
}

function tellInbound(telling: Telling, line: Line, place: number): void {
  const { rows, key, conversationId, number, address, told, waiting } = telling;
  const { organizationId } = rows.setting;
  const isCustomer = line.by === "customer";
  const messageId = rows.id("Message");
  const wamid = rows.wamid(`${key}:${place}`);
  const at = rows.at(line.ago);
  const quoted = line.quotes === undefined ? null : (told[line.quotes]?.wamid ?? null);
  told.push({ messageId, wamid });
  rows.messages.push({
    id: messageId,
    organizationId,
    conversationId,
    direction: isCustomer ? "INBOUND" : "OUTBOUND",
    type: line.type,
    body: line.body,
    content: tellFile(telling, line, { messageId, place }) ?? undefined,
    quotedProviderMessageId: quoted,
    providerMessageId: wamid,
    status: isCustomer ? "RECEIVED" : "DELIVERED",
    origin: isCustomer ? null : "PHONE",
    payload: isCustomer ? wireMessage(line, { wamid, address, at }) : undefined,
    editedAt: line.edited ? new Date(at.getTime() + 45_000) : null,
    revokedAt: line.revoked ? new Date(at.getTime() + 50_000) : null,
    sentAt: at,
    deliveredAt: isCustomer ? null : at,
    createdAt: new Date(at.getTime() + 900),
  });
  if (!isCustomer) return;
  const requestId = `webhook_demo_${rows.uuid(`${key}:${place}`).slice(0, 13)}`;
  rows.dedupeKeys.push({ key: `message:${number.phoneNumberId}:${wamid}`, processedAt: at });
  rows.deliveries.push({
    id: rows.uuid(`delivery:${key}:${place}`),
    requestId,
    receivedAt: new Date(at.getTime() + 850),
    rawBody: Buffer.from(JSON.stringify(envelope(telling, wireMessage(line, { wamid, address, at })))),
    status: "ingested",
  });
  if (!line.isQuiet) waiting.push({ messageId, wamid, jobId: rows.id("OutboundJob"), at, requestId });
}

interface Wire {
  wamid: string;
  address: string;
  at: Date;
}

/** Meta, webhooks/reference/messages/text; of other types only what all have. */
function wireMessage({ type, body }: Line, { wamid, address, at }: Wire) {
  const message = { from: address, id: wamid, timestamp: String(Math.floor(at.getTime() / 1_000)), type };
  return type === "text" ? { ...message, text: { body: body ?? "" } } : message;
}

function envelope({ number, address, script }: Telling, message: object) {
  const metadata = { display_phone_number: "15550100100", phone_number_id: number.phoneNumberId };
  const contacts = [{ profile: { name: script.customer.name ?? "" }, wa_id: address }];
  const value = { messaging_product: "whatsapp", metadata, contacts, messages: [message] };
  return {
    object: "whatsapp_business_account",
    entry: [{ id: number.wabaId ?? "102290129340398", changes: [{ field: "messages", value }] }],
  };
}
