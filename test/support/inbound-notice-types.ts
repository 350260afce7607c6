import type { Fresh, TypeCase } from "./inbound-case";

const ours = "wamid.a-message-of-ours";
const earlier = "wamid.an-earlier-message";

/** What is kept and shown, and what cannot be shown (Meta, webhooks/reference/messages/…, a page for each). */
export function noticeCases(fresh: Fresh): TypeCase[] {
  return [...notices(), ...systems(fresh), ...edits(), ...unsupported(), ...groups(fresh)];
}

function notices(): TypeCase[] {
  return [
    {
      type: "reaction",
      what: "an emoji",
      wire: { reaction: { message_id: ours, emoji: "👍" } },
      body: "👍",
      content: { kind: "reaction", messageId: ours, emoji: "👍" },
      quoted: ours,
      isAnswered: false,
      prompt: "[reaction] 👍",
    },
    {
      type: "reaction",
      what: "taken back",
      wire: { reaction: { message_id: ours } },
      body: null,
      content: { kind: "reaction", messageId: ours },
      quoted: ours,
      isAnswered: false,
      prompt: "[took a reaction back]",
    },
    {
      type: "request_welcome",
      what: "the chat was opened for the first time",
      wire: {},
      body: null,
      content: { kind: "request_welcome" },
      isAnswered: false,
      prompt: "[opened the chat for the first time]",
    },
  ];
}

function systems({ person, newPhone, newUserId }: Fresh): TypeCase[] {
  const { phone, userId } = person;
  const common = { type: "system", isAnswered: false };
  return [
    {
      ...common,
      what: "another number",
      wire: { system: { type: "user_changed_number", body: "Bia changed", wa_id: newPhone } },
      body: "Bia changed",
      content: { kind: "system", systemType: "user_changed_number", names: { waId: newPhone } },
      after: { phone: newPhone, userId },
      prompt: "[notice of WhatsApp] Bia changed",
    },
    {
      ...common,
      what: "another number and user id (since August 2026)",
      wire: {
        system: {
          type: "user_changed_number",
          body: "Bia changed",
          wa_id: newPhone,
          user_id: newUserId,
          previous_user_id: userId,
        },
      },
      from: { from: phone },
      body: "Bia changed",
      content: {
        kind: "system",
        systemType: "user_changed_number",
        names: { waId: newPhone, userId: newUserId, ...(userId && { previousUserId: userId }) },
      },
      needs: "userId",
      after: { phone: newPhone, userId: newUserId },
      prompt: "[notice of WhatsApp] Bia changed",
    },
    {
      ...common,
      what: "another user id",
      wire: { system: { type: "user_changed_user_id", user_id: newUserId, previous_user_id: userId } },
      from: {},
      needs: "userId",
      body: null,
      content: {
        kind: "system",
        systemType: "user_changed_user_id",
        names: { userId: newUserId, ...(userId && { previousUserId: userId }) },
      },
      after: { userId: newUserId },
      prompt: "[notice of WhatsApp]",
    },
    {
      ...common,
      what: "another security code",
      wire: {
        system: { type: "customer_identity_changed", body: "Code changed" },
        identity: { acknowledged: true, created_timestamp: 1_767_225_600, hash: "rCO7bl==" },
      },
      body: "Code changed",
      content: {
        kind: "system",
        systemType: "customer_identity_changed",
        names: {},
        identity: { hash: "rCO7bl==", isAcknowledged: true },
      },
      prompt: "[notice of WhatsApp] Code changed",
    },
  ];
}

/** Of messages that are not here: test/integration/inbound/edits.test.ts has the others. */
function edits(): TypeCase[] {
  return [
    {
      type: "edit",
      what: "new words",
      wire: { edit: { original_message_id: earlier, message: { type: "text", text: { body: "At ten" } } } },
      // The message is not here, so the notice shows its words itself.
      body: "At ten",
      content: { kind: "edit", originalMessageId: earlier, type: "text", body: "At ten" },
      quoted: earlier,
      isAnswered: false,
      prompt: "[edited an earlier message] At ten",
    },
    {
      type: "revoke",
      what: "deleted",
      wire: { revoke: { original_message_id: `${earlier}.deleted` } },
      body: null,
      content: { kind: "revoke", originalMessageId: `${earlier}.deleted` },
      quoted: `${earlier}.deleted`,
      isAnswered: false,
      prompt: null,
    },
  ];
}

/** Meta, webhooks/reference/messages/unsupported: what the customer sent, and what only changes another message. */
function unsupported(): TypeCase[] {
  const error = {
    code: 131051,
    title: "Message type unknown",
    message: "Message type unknown",
    error_data: { details: "Message type is currently not supported." },
  };
  const errors = [
    { code: 131051, title: "Message type unknown", details: "Message type is currently not supported." },
  ];
  const sent =
    "button gif group_invite image interactive link_preview list location media_placeholder order poll_creation product";
  const changed = "edit keep_in_chat pin poll_update reaction";
  const of = (type: string | undefined, isAnswered: boolean, prompt: string): TypeCase => ({
    type: "unsupported",
    what: type ?? "of which nothing is told",
    wire: type ? { errors: [error], unsupported: { type } } : {},
    body: null,
    content: type
      ? { kind: "unsupported", type: "unsupported", unsupportedType: type, errors }
      : { kind: "unsupported", type: "unsupported" },
    isAnswered,
    prompt,
  });
  const unreadable = "[a message of a kind that cannot be read here]";
  return [
    ...sent.split(" ").map((type) => of(type, true, unreadable)),
    ...changed.split(" ").map((type) => of(type, false, "[a change that cannot be seen here]")),
    ...["errors", "hsm"].map((type) => of(type, false, unreadable)),
    of(undefined, true, unreadable),
    {
      type: "unsupported",
      what: "the first message to a number that is also used in the app",
      wire: { errors: [{ code: 131060, title: "This message is currently unavailable." }] },
      body: null,
      content: {
        kind: "unsupported",
        type: "unsupported",
        errors: [{ code: 131060, title: "This message is currently unavailable." }],
      },
      isAnswered: true,
      prompt: unreadable,
    },
    {
      type: "hologram",
      what: "a type that nobody here knows",
      wire: { hologram: { depth: 3 } },
      storedAs: "unsupported",
      body: null,
      content: { kind: "unsupported", type: "hologram" },
      isAnswered: false,
      prompt: unreadable,
    },
  ];
}

function groups({ person, groupId }: Fresh): TypeCase[] {
  const sender = {
    ...(person.phone && { phone: person.phone }),
    ...(person.userId && { userId: person.userId }),
  };
  return [
    {
      type: "text",
      what: "in a group",
      wire: { group_id: groupId, text: { body: "Hi all" } },
      body: "Hi all",
      content: { kind: "text", sender },
      isAnswered: false,
      prompt: person.phone ? `[from ${person.phone}] Hi all` : "[from somebody in the group] Hi all",
      isGroup: true,
    },
  ];
}
