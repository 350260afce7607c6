// What writing the changes down costs those who make them: the same work with the triggers switched off and on, in turn, so that
// whatever else the machine does falls on both.

import { performance } from "node:perf_hooks";
import { receiveWebhook } from "@/domain/inbound";
import { claimJobs, endClaim } from "@/domain/outbound";
import { pool } from "@/infra/database/pool";
import { newRequestId } from "@/lib/request-id";
import { bench } from "./fill-inbox";

export interface CostRow {
  what: string;
  /** Medians. */
  withoutMs: number;
  withMs: number;
}

const ROUNDS = 8;
const WEBHOOKS = 100;
const tables = [
  "Message",
  "Conversation",
  "Contact",
  "OutboundJob",
  "OutboundMessageLog",
  "Notification",
  "AuditEvent",
  "MediaAsset",
];

export async function measureCost(): Promise<CostRow[]> {
  const changes = await compare((isOn) => switchTriggers(isOn));
  await switchTriggers(true);
  const search = await compare((isOn) => switchIndex(isOn));
  return [
    { what: "webhook of one message, changes", ...changes.webhook },
    { what: "claim and end of a job, changes", ...changes.job },
    { what: "webhook of one message, search index", ...search.webhook },
  ];
}

async function compare(turn: (isOn: boolean) => Promise<void>) {
  const took = {
    webhook: { on: [] as number[], off: [] as number[] },
    job: { on: [] as number[], off: [] as number[] },
  };
  for (let round = 0; round < ROUNDS; round += 1)
    // Off, on, on, off: what gets slower all the time counts for both.
    for (const isOn of round % 2 === 0 ? [false, true] : [true, false]) {
      await turn(isOn);
      const side = isOn ? "on" : "off";
      took.webhook[side].push(...(await takeIn(round)));
      took.job[side].push(...(await workJobs()));
    }
  return {
    webhook: { withoutMs: median(took.webhook.off), withMs: median(took.webhook.on) },
    job: { withoutMs: median(took.job.off), withMs: median(took.job.on) },
  };
}

async function takeIn(round: number): Promise<number[]> {
  const took: number[] = [];
  for (let count = 0; count < WEBHOOKS; count += 1) {
    const body = new TextEncoder().encode(
      JSON.stringify(webhook(551100000000 + (1 + round * WEBHOOKS + count) * 7919)),
    );
    const startedAt = performance.now();
    await receiveWebhook(body, newRequestId("webhook"));
    took.push(performance.now() - startedAt);
  }
  return took;
}

async function workJobs(): Promise<number[]> {
  const took: number[] = [];
  for (;;) {
    const startedAt = performance.now();
    const claims = await claimJobs(1);
    if (claims.length === 0) return took;
    for (const { job } of claims)
      await endClaim({ job, end: { to: "cancelled", code: "BENCH", error: "It was a measurement" } });
    took.push(performance.now() - startedAt);
  }
}

function webhook(from: number) {
  const metadata = { display_phone_number: "1", phone_number_id: bench.phoneNumberId };
  const timestamp = String(Math.floor(Date.now() / 1000));
  const text = { body: "How much is the lamp, and when can you deliver it?" };
  const message = { id: `wamid.${crypto.randomUUID()}`, from: String(from), timestamp, type: "text", text };
  const value = { messaging_product: "whatsapp", metadata, messages: [message] };
  return {
    object: "whatsapp_business_account",
    entry: [{ id: "1", changes: [{ field: "messages", value }] }],
  };
}

async function switchTriggers(isOn: boolean): Promise<void> {
  const verb = isOn ? "ENABLE" : "DISABLE";
  for (const table of tables) await pool().query(`ALTER TABLE "${table}" ${verb} TRIGGER USER`);
}

async function switchIndex(isOn: boolean): Promise<void> {
  // Marked as not ready, an index is not written to; here nobody reads with it any more.
  await pool().query(
    `UPDATE pg_index SET indisready = $1, indisvalid = $1 WHERE indexrelid = to_regclass('"Message_search"')`,
    [isOn],
  );
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}
