import type { Item, Reference } from "./items";

interface Placed extends Omit<Reference, "at"> {
  item: Item;
}

interface Change {
  field: string;
  value: Record<string, unknown>;
}

/** The webhook that holds these items, in their order. */
export function toWebhook(placed: Placed[]): unknown {
  const entry: { id: string; time: number; changes: unknown[] }[] = [];
  let open: Change | undefined;
  for (const { item, place } of placed) {
    const last = entry.at(-1);
    if (!last || place === "entry" || last.id !== item.wabaId || last.time !== item.at) {
      entry.push({ id: item.wabaId, time: item.at, changes: [] });
      open = undefined;
    }
    if (place === "change") open = undefined;
    open = put(item, open, entry.at(-1)?.changes ?? []);
  }
  return { object: "whatsapp_business_account", entry };
}

/** Puts an item into the open change where it fits there, else into a new one. @returns the change that is open then. */
function put(item: Item, open: Change | undefined, changes: unknown[]): Change | undefined {
  const { list, field, value } = toWire(item);
  if (list === null) {
    changes.push(field === null ? value : { field, value });
    return;
  }
  const metadata = { display_phone_number: "15550783881", phone_number_id: item.phoneNumberId };
  const fits =
    open?.field === field && (open.value.metadata as typeof metadata).phone_number_id === item.phoneNumberId;
  const change: Change =
    open && fits ? open : { field: field ?? "messages", value: { messaging_product: "whatsapp", metadata } };
  if (change !== open) changes.push(change);
  change.value[list] = [...((change.value[list] as unknown[]) ?? []), value];
  return change;
}

interface Wire {
  /** Null: the value is a change of its own. */
  list: string | null;
  /** Null: the value stands where a change should. */
  field: string | null;
  value: unknown;
}

function toWire(item: Item): Wire {
  const { id, names, at, form } = item;
  const timestamp = String(at);
  const from = { from: names.phone, from_user_id: names.userId };
  switch (item.kind) {
    case "message":
      return {
        list: "messages",
        field: "messages",
        value: { id, timestamp, ...from, ...writtenAs(form, id) },
      };
    case "reaction":
      return {
        list: "messages",
        field: "messages",
        value: {
          id,
          timestamp,
          ...from,
          type: "reaction",
          reaction: { message_id: "wamid.other", emoji: "👍" },
        },
      };
    case "echo":
      return {
        list: "message_echoes",
        field: "smb_message_echoes",
        value: { id, timestamp, to: names.phone, to_user_id: names.userId, type: "text", text: { body: id } },
      };
    case "status":
      return { list: "statuses", field: "messages", value: { id, timestamp, status: "delivered" } };
    case "preference":
      return {
        list: "user_preferences",
        field: "user_preferences",
        value: {
          wa_id: names.phone,
          user_id: names.userId,
          category: "marketing_messages",
          value: form % 2 ? "stop" : "resume",
          timestamp: at,
        },
      };
    case "error":
      return { list: "errors", field: "messages", value: { code: 130_429, title: id } };
    case "account":
      return { list: null, field: "account_update", value: { event: "PARTNER_ADDED", marker: id } };
    case "malformed":
      return malformedAs(item);
  }
}

function writtenAs(form: number, id: string): Record<string, unknown> {
  const forms = [
    { type: "text", text: { body: id } },
    { type: "image", image: { id: "1", mime_type: "image/png", caption: id } },
    { type: "button", button: { payload: "P", text: id } },
    { type: "text", text: { body: id }, context: "junk", referral: 7, errors: {} },
  ];
  return forms[form % forms.length] as Record<string, unknown>;
}

function malformedAs({ id, form, names, at }: Item): Wire {
  const timestamp = String(at);
  const message = { id, timestamp, from: names.phone ?? "5511", type: "text", text: { body: "MALFORMED" } };
  const forms: Wire[] = [
    { list: "messages", field: "messages", value: { ...message, id: undefined } },
    { list: "messages", field: "messages", value: { ...message, timestamp: "soon" } },
    { list: "messages", field: "messages", value: { ...message, from: undefined } },
    { list: "messages", field: "messages", value: { ...message, type: null } },
    { list: "messages", field: "messages", value: "junk" },
    { list: "statuses", field: "messages", value: { id, timestamp } },
    { list: "errors", field: "messages", value: { title: "no code" } },
    { list: "message_echoes", field: "smb_message_echoes", value: { ...message, to: undefined } },
    { list: "message_echoes", field: "smb_message_echoes", value: null },
    {
      list: "user_preferences",
      field: "user_preferences",
      value: { wa_id: "5511", category: "marketing_messages" },
    },
    { list: null, field: "messages", value: { messages: [message] } },
    { list: null, field: null, value: "junk" },
    { list: null, field: null, value: { field: 7, value: {} } },
  ];
  return forms[form % forms.length] as Wire;
}
