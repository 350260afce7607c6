// Customers who have written once and wait for their answers, taken in by the product's own ingest.

import { randomBytes } from "node:crypto";
import { receiveWebhook } from "@/domain/inbound";
import { pool } from "@/infra/database/pool";
import { newRequestId } from "@/lib/request-id";
import { PHONE_NUMBER_ID } from "./instant-apis";

const PER_WEBHOOK = 200;
const FIRST_CUSTOMER = 5_511_900_000_000;

/** A business with one number, which Meta lets send as much as it lets any. */
export async function createBusiness(): Promise<void> {
  await pool().query(`INSERT INTO "Organization" (id, name, slug) VALUES ('bench', 'Bench', 'bench')`);
  await pool().query(
    `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId", "sendsPerSecond")
     VALUES ('number', 'bench', 'WhatsApp', $1, 1000)`,
    [PHONE_NUMBER_ID],
  );
}

/** One message each of so many customers, counted from the first. */
export async function fillJobs(count: number, first: number): Promise<void> {
  for (let at = 0; at < count; at += PER_WEBHOOK) {
    const messages = Array.from({ length: Math.min(PER_WEBHOOK, count - at) }, (_, index) =>
      customerMessage(first + at + index),
    );
    const bytes = Buffer.from(JSON.stringify(webhookOf({ messages })));
    await receiveWebhook(bytes, newRequestId("webhook"));
  }
}

function customerNumber(customer: number): string {
  return String(FIRST_CUSTOMER + customer);
}

function customerMessage(customer: number) {
  return {
    id: `wamid.${randomBytes(16).toString("base64url")}`,
    from: customerNumber(customer),
    timestamp: String(Math.floor(Date.now() / 1_000)),
    type: "text",
    text: { body: "Hello, are you open on Saturday?" },
  };
}

/** As Meta writes it. */
function webhookOf(value: { messages?: unknown[]; statuses?: unknown[] }) {
  const metadata = { display_phone_number: "15550783881", phone_number_id: PHONE_NUMBER_ID };
  const change = { field: "messages", value: { messaging_product: "whatsapp", metadata, ...value } };
  return { object: "whatsapp_business_account", entry: [{ id: "102290129340398", changes: [change] }] };
}
