import pg from "pg";
import { receiveWebhook } from "@/domain/inbound";
import { newRequestId } from "@/lib/request-id";
import { silentLogger } from "../drain-peers";
import type { Figure, Result } from "../figure";
import { fillQueue } from "../fill-queue";
import { loadGraphileWorker } from "../peers";
import type { Stage } from "../stage";
import { textWebhook } from "../text-webhook";

const CALLS = 4_000;
const CALLERS = 10;
const MANY_CALLERS = 100;

type Call = (key: string) => Promise<unknown>;

/** Single jobs, none of them twice, each caller waiting for its own commit. */
export const enqueue: Figure = {
  name: "enqueue",
  title: "Enqueueing single jobs, none of them twice",
  measure: measureEnqueue,
};

async function measureEnqueue(stage: Stage): Promise<Result[]> {
  const { rounds, say } = stage;
  const graphile = await graphileCalls(await stage.emptyDatabase("enqueue_graphile"), say);
  const bare = await bareCalls(await stage.emptyDatabase("enqueue_bare"));
  await stage.database("enqueue");
  // The number that the webhooks are for.
  await fillQueue({ jobs: 1, jobsOfEach: 1, status: "done" });
  const rates = {
    ours: [] as number[],
    many: [] as number[],
    graphile: [] as number[],
    bare: [] as number[],
  };
  try {
    // The first, which also pays for plans and connections, does not count.
    for (let round = 0; round <= rounds; round += 1) {
      const calls = round === 0 ? CALLS / 4 : CALLS;
      const taken = {
        ours: await rateOf(ingest, { calls, callers: CALLERS, round }),
        graphile: await rateOf(graphile.call, { calls, callers: CALLERS, round }),
        bare: await rateOf(bare.call, { calls, callers: CALLERS, round }),
        many: await rateOf(ingest, { calls, callers: MANY_CALLERS, round }),
      };
      if (round === 0) continue;
      for (const name of ["ours", "many", "graphile", "bare"] as const) rates[name].push(taken[name]);
    }
  } finally {
    await Promise.all([graphile.close(), bare.close()]);
  }
  return toResults(rates);
}

function toResults(rates: Record<"ours" | "many" | "graphile" | "bare", number[]>): Result[] {
  const peer = { what: "graphile-worker, job key, unsafe_dedupe, 10 callers", values: rates.graphile };
  return [
    {
      what: `enqueue, ${CALLERS} callers`,
      unit: "webhooks/s",
      ours: rates.ours,
      against: peer,
      bar: { of: "ratio", is: "at least", value: 3.5 },
      note: "ours is a whole webhook: the raw delivery, the contact, the conversation, the message and the job, parsed from its bytes.",
    },
    { what: `enqueue, ${MANY_CALLERS} callers`, unit: "webhooks/s", ours: rates.many, against: peer },
    {
      what: `enqueue, ${CALLERS} callers`,
      unit: "webhooks/s",
      ours: rates.ours,
      against: { what: "one bare prepared INSERT .. ON CONFLICT", values: rates.bare },
    },
  ];
}

const ingest: Call = (key) => receiveWebhook(textWebhook(key), newRequestId("webhook"));

/** Calls a second, so many under way at once. */
async function rateOf(
  call: Call,
  { calls, callers, round }: { calls: number; callers: number; round: number },
): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  const caller = async () => {
    for (let at = next++; at < calls; at = next++) await call(`${round}-${callers}-${at}`);
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return calls / ((performance.now() - startedAt) / 1_000);
}

async function graphileCalls(url: string, say: (line: string) => void) {
  const graphile = await loadGraphileWorker(say);
  const options = { connectionString: url, logger: silentLogger(graphile), maxPoolSize: CALLERS };
  await graphile.runMigrations(options);
  const utils = await graphile.makeWorkerUtils(options);
  const call: Call = (key) => utils.addJob("noop", { key }, { jobKey: key, jobKeyMode: "unsafe_dedupe" });
  return { call, close: () => utils.release() };
}

/** The least that a durable job without doubles can cost: a row, its key, a commit. */
async function bareCalls(url: string) {
  const pool = new pg.Pool({ connectionString: url, max: CALLERS });
  // The server may be stopped before the last of these is closed, which would end the bench.
  pool.on("error", () => undefined);
  await pool.query(
    `CREATE TABLE job (id bigserial PRIMARY KEY, key text NOT NULL UNIQUE, payload jsonb NOT NULL,
      run_at timestamptz NOT NULL DEFAULT now())`,
  );
  const text = "INSERT INTO job (key, payload) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
  const call: Call = (key) => pool.query({ name: "enqueue", text, values: [key, JSON.stringify({ key })] });
  return { call, close: () => pool.end() };
}
