// Webhooks as Meta writes them, for tests that hand them to the product directly.

import { randomBytes } from "node:crypto";

/** A message id such as Meta's, never the same twice. */
export function newWamid(): string {
  return `wamid.${randomBytes(16).toString("base64url")}`;
}

export function textMessage(from: string, body: string, fields: Record<string, unknown> = {}) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { id: newWamid(), from, timestamp, type: "text", text: { body }, ...fields };
}

export function status(wamid: string, value: string, fields: Record<string, unknown> = {}) {
  return { id: wamid, status: value, timestamp: String(Math.floor(Date.now() / 1000)), ...fields };
}

/** A webhook of a change that is about the account. */
export function accountChange(field: string, value: unknown, entry: { id?: string; time?: number } = {}) {
  const account = { id: "102290129340398", ...entry, changes: [{ field, value }] };
  return { object: "whatsapp_business_account", entry: [account] };
}

/** One webhook with one change. */
export function envelope(
  phoneNumberId: string,
  value: {
    messages?: unknown[];
    statuses?: unknown[];
    contacts?: unknown[];
    message_echoes?: unknown[];
    user_preferences?: unknown[];
    errors?: unknown[];
  },
) {
  const metadata = { display_phone_number: "15550783881", phone_number_id: phoneNumberId };
  const field = value.message_echoes ? "smb_message_echoes" : "messages";
  const change = {
    field: value.user_preferences ? "user_preferences" : field,
    value: { messaging_product: "whatsapp", metadata, ...value },
  };
  return { object: "whatsapp_business_account", entry: [{ id: "102290129340398", changes: [change] }] };
}

export function toBytes(json: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(json));
}
