// The load of Meta's default limit for a number, for as long as wanted: 80 messages a second come in, each is answered, and
// for each answer come three receipts, 320 webhooks a second in all. BENCH_SUSTAINED_MINUTES says for how long.

import { build } from "hdr-histogram-js";
import { pool } from "@/infra/database/pool";
import { type MemorySample, watchMemory } from "../../chaos/memory";
import { repeat } from "../../chaos/repeat";
import type { Figure, Result } from "../figure";
import { type Arrival, PHONE_NUMBER_ID, secrets } from "../instant-apis";
import { openLoop } from "../open-loop";
import { statusWebhook, textWebhook } from "../signed-webhook";
import type { Stage } from "../stage";
import { type BenchedApp, withApp } from "../start-app";

const RATE = 80;
const minutes = Number(process.env.BENCH_SUSTAINED_MINUTES ?? 1);
const SECONDS = minutes * 60;
const LOOK_EVERY_MS = 1_000;
const FETCH_EVERY_MS = 50;
/** How long after Meta has taken an answer each receipt comes. */
const receipts = [
  { status: "sent", afterMs: 20 },
  { status: "delivered", afterMs: 150 },
  { status: "read", afterMs: 600 },
] as const;

export const sustained: Figure = {
  name: "sustained",
  title: `${RATE} messages a second and their receipts for ${minutes} min through Next, all answered`,
  measure: (stage) =>
    withApp(stage, { name: "sustained", env: { RUNNER_CONCURRENCY: "32" } }, (app) => measure(stage, app)),
};

async function measure(stage: Stage, app: BenchedApp): Promise<Result[]> {
  const total = RATE * SECONDS;
  const memory = watchMemory({ pid: app.pid });
  const ages: number[] = [];
  const looking = repeat(LOOK_EVERY_MS, async () => void ages.push(await oldestAgeSeconds()));
  const told = tellReceipts(app);
  const text = (n: number) =>
    app.post(textWebhook({ secret: secrets.WHATSAPP_APP_SECRET, phoneNumberId: PHONE_NUMBER_ID, n }));
  const taken = await openLoop({ rate: RATE, seconds: SECONDS, send: text });
  stage.say(`  ${taken.sent} messages, p99 ${taken.p99.toFixed(0)} ms`);
  await looking.stop();
  const samples = await memory.stop();
  const arrived = await app.allArrived(total - taken.failed).catch(() => undefined);
  const receiptsTaken = await told.stop();
  const answered = new Set((arrived ?? (await app.apis.arrivals())).map(({ to }) => to));
  const sent = (await app.apis.arrivals()).length;
  const state = await readState();
  return [
    { what: "acknowledgement of messages, p99", unit: "ms", ours: [taken.p99], bar: atMost(250) },
    { what: "acknowledgement of receipts, p99", unit: "ms", ours: [receiptsTaken.p99], bar: atMost(250) },
    { what: "oldest job that waits", unit: "s", ours: [Math.max(0, ...ages)], bar: atMost(2) },
    {
      what: "memory of the app, last quarter against second",
      unit: "×",
      ours: [growth(samples)],
      bar: atMost(1.2),
      note: "The first quarter is the process's warming up.",
    },
    { what: "lost", unit: "", ours: [total - answered.size], bar: atMost(0) },
    { what: "doubled", unit: "", ours: [sent - answered.size + state.doubled], bar: atMost(0) },
    { what: "jobs of the database that are not done", unit: "", ours: [state.open], bar: atMost(0) },
    { what: "webhooks refused", unit: "", ours: [taken.failed + receiptsTaken.failed], bar: atMost(0) },
  ];
}

function atMost(value: number): Result["bar"] {
  return { of: "value", is: "at most", value };
}

/** Posts the receipts of whatever comes at Meta, each at its time, until it is stopped. */
function tellReceipts({ post, apis }: BenchedApp) {
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: 600_000_000 });
  const open = new Set<Promise<void>>();
  let seen = 0;
  let failed = 0;
  const tell = async ({ wamid }: Arrival, { status, afterMs }: (typeof receipts)[number]) => {
    const dueAt = performance.now() + afterMs;
    await new Promise((resolve) => setTimeout(resolve, afterMs));
    const about = { n: 0, wamid, status, secret: secrets.WHATSAPP_APP_SECRET };
    await post(statusWebhook({ ...about, phoneNumberId: PHONE_NUMBER_ID })).catch(() => {
      failed += 1;
    });
    latencies.recordValue(Math.max(1, Math.round((performance.now() - dueAt) * 1_000)));
  };
  const fetchMore = async () => {
    const more = await apis.arrivals(seen);
    seen += more.length;
    for (const arrival of more)
      for (const receipt of receipts) {
        const telling = tell(arrival, receipt).finally(() => open.delete(telling));
        open.add(telling);
      }
  };
  const fetching = repeat(FETCH_EVERY_MS, fetchMore);
  return {
    stop: async () => {
      await fetching.stop();
      await fetchMore();
      await Promise.all(open);
      return { p99: latencies.getValueAtPercentile(99) / 1_000, failed };
    },
  };
}

async function oldestAgeSeconds(): Promise<number> {
  const { rows } = await pool().query<{ age: number }>(
    `SELECT coalesce(extract(epoch FROM now() - min("runAt")), 0)::float AS age FROM "OutboundJob"
     WHERE status = 'queued' AND "runAt" <= now()`,
  );
  return rows[0]?.age ?? 0;
}

/** What the database says itself: jobs without an end, and messages that went out more than once. */
async function readState(): Promise<{ open: number; doubled: number }> {
  const { rows } = await pool().query<{ open: number; doubled: number }>(
    `SELECT (SELECT count(*)::int FROM "OutboundJob" WHERE status <> 'done') AS open,
       (SELECT count(*)::int FROM (SELECT 1 FROM "OutboundMessageLog" WHERE status = 'accepted'
         GROUP BY "jobId", part HAVING count(*) > 1) twice) AS doubled`,
  );
  return rows[0] ?? { open: Number.NaN, doubled: Number.NaN };
}

function growth(samples: MemorySample[]): number {
  const quarter = (at: number) =>
    samples.slice(Math.floor((samples.length * at) / 4), Math.floor((samples.length * (at + 1)) / 4));
  const mean = (some: MemorySample[]) => some.reduce((sum, { rssMb }) => sum + rssMb, 0) / some.length;
  return mean(quarter(3)) / mean(quarter(1));
}
