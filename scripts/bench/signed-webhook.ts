// Webhooks as Meta posts them, each of somebody else, and no two with the same id.

import { createHmac, randomUUID } from "node:crypto";

export interface SignedWebhook {
  body: string;
  headers: Record<string, string>;
}

interface Signing {
  /** WHATSAPP_APP_SECRET of the receiver. */
  secret: string;
  phoneNumberId: string;
}

export interface TextWebhook extends Signing {
  /** Who writes: the same number, the same customer. */
  n: number;
  text?: string;
}

export interface StatusWebhook extends Signing {
  n: number;
  /** The message it is about; nobody's when left out. */
  wamid?: string;
  status: "sent" | "delivered" | "read";
  /** `biz_opaque_callback_data` of the send. */
  ledgerId?: string;
}

/** A customer's text. */
export function textWebhook({
  secret,
  phoneNumberId,
  n,
  text = "How much is the lamp?",
}: TextWebhook): SignedWebhook {
  const from = senderOf(n);
  const message = { from, id: newWamid(), timestamp: nowInSeconds(), text: { body: text }, type: "text" };
  const contacts = [{ profile: { name: `Customer ${n}` }, wa_id: from }];
  return sign(secret, phoneNumberId, { contacts, messages: [message] });
}

/** A receipt. */
export function statusWebhook({ secret, phoneNumberId, n, ...about }: StatusWebhook): SignedWebhook {
  const status = {
    id: about.wamid ?? newWamid(),
    status: about.status,
    timestamp: nowInSeconds(),
    recipient_id: senderOf(n),
    ...(about.ledgerId === undefined ? {} : { biz_opaque_callback_data: about.ledgerId }),
  };
  return sign(secret, phoneNumberId, { statuses: [status] });
}

function senderOf(n: number): string {
  return String(551_100_000_000 + n);
}

function newWamid(): string {
  return `wamid.${randomUUID()}`;
}

function nowInSeconds(): string {
  return String(Math.floor(Date.now() / 1_000));
}

function sign(secret: string, phoneNumberId: string, about: object): SignedWebhook {
  const metadata = { display_phone_number: "15550783881", phone_number_id: phoneNumberId };
  const value = { messaging_product: "whatsapp", metadata, ...about };
  const changes = [{ field: "messages", value }];
  const body = JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "102290129340398", changes }],
  });
  const signature = createHmac("sha256", secret).update(body).digest("hex");
  return {
    body,
    headers: { "content-type": "application/json", "x-hub-signature-256": `sha256=${signature}` },
  };
}
