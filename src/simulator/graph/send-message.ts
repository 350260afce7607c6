import { addressOf } from "../customers";
import type { Exchange } from "../exchange";
import type { SendFault } from "../faults/fault-rule";
import type { BusinessNumber } from "../settings";
import { newWamid } from "../wamid";
import type { JsonObject } from "../webhooks/envelope";
import type { ReceiptPlan } from "../webhooks/receipts";
import type { World } from "../world";
import type { Effect, GraphCall } from "./effects-ledger";
import { GraphAnswer } from "./graph-answer";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";
import { type Recipient, resolveRecipient } from "./resolve-recipient";
import { type ValidMessage, validateMessage } from "./validate-message";

/** A send that Graph would accept: valid, addressed, inside window and limits. */
interface AcceptableSend {
  message: ValidMessage;
  recipient: Recipient;
  number: BusinessNumber;
}

function checkWindow(world: World, { message, recipient, number }: AcceptableSend): void {
  const { isEnforced, lengthMs } = world.settings.current.serviceWindow;
  // A misaddressed message goes nowhere, so no window is looked up for it; a group has no window of one customer.
  if (!isEnforced || message.template || recipient.kind === "misaddressed" || recipient.kind === "group")
    return;
  const lastMessageAt = recipient.customer?.lastMessageAt.get(number.phoneNumberId) ?? 0;
  if (Date.now() - lastMessageAt <= lengthMs) return;
  const details =
    "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";
  throw new GraphRefusal(131047, details);
}

function check(world: World, reader: PayloadReader, number: BusinessNumber): AcceptableSend {
  if (!reader.has("messaging_product"))
    throw new GraphRefusal(100, "The parameter messaging_product is required.");
  reader.oneOf("messaging_product", ["whatsapp"]);
  const { customers, templates, media, limits } = world;
  const recipient = resolveRecipient(reader, { customers, businessDigits: number.displayPhoneNumber });
  const message = validateMessage(reader, { templates, findMedia: (id) => media.find(id) });
  if (recipient.kind === "user-id" && message.template?.category === "authentication") {
    throw new GraphRefusal(131062, "Authentication templates need a phone number.");
  }
  const send = { message, recipient, number };
  checkWindow(world, send);
  // Every phone number is a user with a user id; one that never wrote is met here.
  if (recipient.kind === "phone") recipient.customer ??= customers.meet({ waId: recipient.waId });
  if (recipient.kind !== "misaddressed") {
    const customer = recipient.kind === "group" ? undefined : recipient.customer;
    limits.take(number.phoneNumberId, customer?.userId ?? recipient.input);
  }
  return send;
}

function addresseeOf(recipient: Recipient): Effect["recipient"] {
  if (recipient.kind === "misaddressed") return { waId: recipient.waId, isAddressedByUserId: false };
  if (recipient.kind === "group")
    return { waId: recipient.groupId, isAddressedByUserId: false, isGroup: true };
  const { customer } = recipient;
  const ids = { userId: customer?.userId, parentUserId: customer?.parentUserId };
  if (recipient.kind === "phone") return { ...ids, waId: recipient.waId, isAddressedByUserId: false };
  // Receipts of a message to a user id carry the phone number only where the business may know it.
  const waId = customer?.isPhoneHidden ? undefined : customer?.waId;
  return { ...ids, userId: customer?.userId ?? recipient.userId, waId, isAddressedByUserId: true };
}

function customerOf(recipient: Recipient): string {
  if (recipient.kind === "misaddressed" || recipient.kind === "group" || !recipient.customer)
    return recipient.input;
  return addressOf(recipient.customer);
}

function effectOf(
  send: AcceptableSend,
  facts: { payload: JsonObject; isAnswerLost: boolean; ruleId?: string },
): Effect {
  const { message, recipient, number } = send;
  const addressee = addresseeOf(recipient);
  return {
    wamid: newWamid(addressOf(addressee), "outbound"),
    at: Date.now(),
    phoneNumberId: number.phoneNumberId,
    input: recipient.input,
    customer: customerOf(recipient),
    recipient: addressee,
    isDeliverable: recipient.kind !== "misaddressed",
    type: message.type,
    text: message.text,
    opaque: message.opaque,
    category: message.template?.category ?? "service",
    ...facts,
  };
}

function receiptEnd(send: AcceptableSend, action: SendFault | undefined): ReceiptPlan["end"] {
  const { recipient } = send;
  if (recipient.kind === "misaddressed" || action?.type === "no-receipts") return { type: "silence" };
  if (action?.type === "fail-async") {
    return { type: "failed", code: action.code, isSentFirst: action.isSentFirst ?? false };
  }
  if (recipient.kind === "group") return { type: "delivered" };
  const isUnknownUserId = recipient.kind === "user-id" && !recipient.customer;
  const isReachable = recipient.customer?.isOnWhatsApp !== false && !isUnknownUserId;
  return isReachable ? { type: "delivered" } : { type: "failed", code: 131026, isSentFirst: false };
}

function answerOf(send: AcceptableSend, effect: Effect): unknown {
  const { recipient, message } = send;
  if (recipient.kind === "group") {
    const contacts = [{ input: recipient.input }];
    return {
      messaging_product: "whatsapp",
      contacts,
      messages: [{ id: effect.wamid, group_id: recipient.groupId }],
    };
  }
  const contact =
    recipient.kind === "user-id"
      ? { input: recipient.input, user_id: recipient.userId }
      : { input: recipient.input, wa_id: recipient.waId };
  const status = message.template?.isPaced ? { message_status: "accepted" } : {};
  return { messaging_product: "whatsapp", contacts: [contact], messages: [{ id: effect.wamid, ...status }] };
}

/**
 * One send: checked, changed by a fault rule if one applies, accepted, answered. The ledger has the effect and its
 * receipts are scheduled before the first byte of the answer, so a caller that loses the answer has still sent.
 * Notes on the call how it ended; throws GraphRefusal when it was not accepted.
 */
export async function sendMessage(
  world: World,
  exchange: Exchange,
  request: { reader: PayloadReader; number: BusinessNumber; call: GraphCall },
): Promise<void> {
  const { reader, number, call } = request;
  const send = check(world, reader, number);
  const { waId, userId } = addresseeOf(send.recipient);
  const fault = world.faults.choose("send", {
    recipients: [waId, userId, customerOf(send.recipient), send.recipient.input].filter(
      (id) => id !== undefined,
    ),
    text: send.message.text,
    phoneNumberId: number.phoneNumberId,
  });
  const answer = new GraphAnswer({ exchange, work: world.work, call }, fault);
  if (!(await answer.mayBeAccepted())) return;
  const facts = { payload: reader.fields, isAnswerLost: answer.isLost, ruleId: fault?.ruleId };
  const effect = effectOf(send, facts);
  call.wamid = effect.wamid;
  world.ledger.accept(effect);
  world.receipts.plan({ receipt: effect, end: receiptEnd(send, fault?.action) });
  const { wamid, customer, phoneNumberId, type: messageType, text, opaque, payload } = effect;
  world.events.append({
    type: "send",
    outcome: "accepted",
    wamid,
    customer,
    phoneNumberId,
    messageType,
    text,
    opaque,
    payload,
  });
  answer.accepted(answerOf(send, effect));
}
