// Load on the webhook from a process of its own, so that it does not share a turn of the event loop with what it measures.
// Usage: node --import tsx scripts/bench/load-process.ts '<JSON of WebhookLoad>'; prints the OpenLoopResult as JSON.

import { Pool } from "undici";
import { openLoop } from "./open-loop";
import { statusWebhook, textWebhook } from "./signed-webhook";

export interface WebhookLoad {
  /** Origin of the server. */
  url: string;
  path: string;
  rate: number;
  seconds: number;
  secret: string;
  phoneNumberId: string;
  connections: number;
  /** Of ten webhooks, how many bring a text; the others are receipts. */
  textsOfTen: number;
  /** The first customer; each text is of the next one, among so many. */
  firstCustomer: number;
  customers: number;
}

const load = JSON.parse(process.argv[2] ?? "{}") as WebhookLoad;
const pool = new Pool(load.url, { connections: load.connections });
const result = await openLoop({ rate: load.rate, seconds: load.seconds, send });
await pool.close();
process.stdout.write(`${JSON.stringify(result)}\n`);

async function send(at: number): Promise<void> {
  const { secret, phoneNumberId } = load;
  const n = load.firstCustomer + (at % load.customers);
  const { body, headers } =
    at % 10 < load.textsOfTen
      ? textWebhook({ secret, phoneNumberId, n })
      : statusWebhook({ secret, phoneNumberId, n, status: "delivered" });
  const answer = await pool.request({ path: load.path, method: "POST", headers, body });
  await answer.body.dump();
  if (answer.statusCode !== 200) throw new Error(`Answered ${answer.statusCode}`);
}
