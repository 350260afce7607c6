import { z } from "zod";
import type { BusinessNumber } from "../settings";

export type JsonObject = Record<string, unknown>;

/** One thing to tell the business: a message or a status, with the contact that belongs to it. */
export interface Update {
  number: BusinessNumber;
  kind: "messages" | "statuses";
  item: JsonObject;
  contact?: JsonObject;
}

/** How many updates share a body: one `value`, one `change` each, or one `entry` each. All are legal. */
export const layoutSchema = z.enum(["value", "changes", "entries"]).default("value");
export type Layout = z.output<typeof layoutSchema>;

function changeValue(updates: Update[]): JsonObject {
  const value: JsonObject = {
    messaging_product: "whatsapp",
    metadata: {
      display_phone_number: updates[0]?.number.displayPhoneNumber,
      phone_number_id: updates[0]?.number.phoneNumberId,
    },
  };
  const contacts = new Map<string, JsonObject>();
  for (const { contact } of updates) {
    if (contact) contacts.set(JSON.stringify(contact), contact);
  }
  if (contacts.size > 0) value.contacts = [...contacts.values()];
  for (const kind of ["messages", "statuses"] as const) {
    const items = updates.filter((update) => update.kind === kind).map((update) => update.item);
    if (items.length > 0) value[kind] = items;
  }
  return value;
}

function groupBy(updates: Update[], key: (update: Update) => string): Update[][] {
  const groups = new Map<string, Update[]>();
  for (const update of updates) {
    const group = groups.get(key(update));
    if (group) group.push(update);
    else groups.set(key(update), [update]);
  }
  return [...groups.values()];
}

/** A change to any webhook field. */
export interface Change {
  field: string;
  value: JsonObject;
  /** Whether the value names the business number; what concerns an account does not. */
  hasMetadata: boolean;
}

/** The webhook body for these changes of one account, in one entry. */
export function changeEnvelope(number: BusinessNumber, changes: Change[]): JsonObject {
  const { messages: _, ...start } = changeValue([{ number, kind: "messages", item: {} }]);
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: number.wabaId,
        changes: changes.map(({ field, value, hasMetadata }) => ({
          value: hasMetadata ? { ...start, ...value } : value,
          field,
        })),
      },
    ],
  };
}

/** The webhook body for these updates, by WhatsApp business account and number (webhooks/reference/messages). */
export function envelopeOf(updates: Update[], layout: Layout): JsonObject {
  const valueGroups =
    layout === "value"
      ? groupBy(updates, (update) => update.number.phoneNumberId)
      : updates.map((update) => [update]);
  const changes = valueGroups.map((group) => ({
    wabaId: group[0]?.number.wabaId ?? "",
    change: { value: changeValue(group), field: "messages" },
  }));
  const entries: { id: string; changes: JsonObject[] }[] = [];
  for (const { wabaId, change } of changes) {
    const entry = layout === "entries" ? undefined : entries.find(({ id }) => id === wabaId);
    if (entry) entry.changes.push(change);
    else entries.push({ id: wabaId, changes: [change] });
  }
  return { object: "whatsapp_business_account", entry: entries };
}
