import pg from "pg";
import { pool } from "@/infra/database/pool";
import { type Drained, drain } from "../drain";
import type { Figure, Result } from "../figure";
import { fillQueue } from "../fill-queue";
import type { Stage } from "../stage";

const CHUNK = 20_000;
const CHUNKS = 3;

/** While a transaction is left open no dead row can go: every claim reads past all that were ever claimed since. */
export const idleXmin: Figure = {
  name: "idle-xmin",
  title: "Draining while somebody has left a transaction open",
  measure: measureIdleXmin,
};

async function measureIdleXmin(stage: Stage): Promise<Result[]> {
  const url = await stage.database("idle_xmin");
  await drainChunk(2_000);
  const rates = { held: [] as number[], free: [] as number[] };
  for (let round = 1; round <= stage.rounds; round += 1) {
    rates.free.push(await drainChunk(CHUNK));
    const held = await withIdleTransaction(url, async () => {
      const chunks: number[] = [];
      for (let chunk = 0; chunk < CHUNKS; chunk += 1) chunks.push(await drainChunk(CHUNK));
      await checkDead(CHUNK * CHUNKS);
      return chunks;
    });
    stage.say(
      `  round ${round}: ${rates.free.at(-1)?.toFixed(0)} jobs/s, held ${held.map((rate) => rate.toFixed(0)).join(", ")}`,
    );
    rates.held.push(held.at(-1) ?? 0);
  }
  return [
    {
      what: `drain, the last ${CHUNK.toLocaleString("en")} of ${(CHUNK * CHUNKS).toLocaleString("en")} jobs with a transaction left open`,
      unit: "jobs/s",
      ours: rates.held,
      against: { what: "without one", values: rates.free },
      bar: { of: "ratio", is: "at least", value: 0.5 },
    },
  ];
}

/** Vacuumed before, as far as the open transaction lets it. */
async function drainChunk(jobs: number): Promise<number> {
  await fillQueue({ jobs, jobsOfEach: 4 });
  const { jobs: done, seconds, misplaced }: Drained = await drain();
  if (done !== jobs || misplaced > 0)
    throw new Error(`${done} of ${jobs} jobs done, ${misplaced} out of order`);
  return done / seconds;
}

/** @throws when the open transaction has kept nothing. */
async function checkDead(rows: number): Promise<void> {
  await pool().query({ text: `VACUUM ANALYZE "OutboundJob"`, query_timeout: 60_000 } as { text: string });
  const { rows: counts } = await pool().query(
    `SELECT n_dead_tup AS dead FROM pg_stat_user_tables WHERE relname = 'OutboundJob'`,
  );
  if (counts[0].dead < rows) throw new Error(`Only ${counts[0].dead} dead rows were kept`);
}

async function withIdleTransaction<T>(url: string, work: () => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ");
    await client.query("SELECT pg_current_xact_id()");
    return await work();
  } finally {
    await client.end();
  }
}
