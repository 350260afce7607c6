// The peers' queues, filled and drained in what is their best mode on a small machine.

import pg from "pg";
import { type GraphileWorker, loadGraphileWorker, loadPgBoss, type PgBossModule } from "./peers";

export interface PeerQueue {
  /** Adds jobs and gives the database the quiet that ours is given. */
  fill: (jobs: number) => Promise<void>;
  /** Works all of them. @returns how long it took. */
  drain: (jobs: number) => Promise<{ jobs: number; seconds: number }>;
  close: () => Promise<void>;
}

const GRAPHILE = { concurrency: 24, batch: 500 };
const BOSS = { loops: 4, batch: 100 };

/** Nothing is told to a terminal. */
export const silentLogger = ({ Logger }: GraphileWorker) => new Logger(() => () => undefined);

/** The server may be stopped before the last connection is closed, which would end the bench. */
function controlPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ connectionString: url, max });
  pool.on("error", () => undefined);
  return pool;
}

export async function graphileQueue(url: string, say: (line: string) => void): Promise<PeerQueue> {
  const graphile = await loadGraphileWorker(say);
  const options = { connectionString: url, logger: silentLogger(graphile) };
  await graphile.runMigrations(options);
  const pool = controlPool(url, 2);
  return {
    fill: async (jobs) => {
      await pool.query(
        `SELECT graphile_worker.add_jobs(array_agg(('noop', json_build_object('n', n), NULL, NULL, NULL, 'key-' || n, NULL, NULL)
          ::graphile_worker.job_spec)) FROM generate_series(1, $1) n`,
        [jobs],
      );
      await pool.query("VACUUM ANALYZE");
      await pool.query("CHECKPOINT");
    },
    drain: (jobs) => drainGraphile({ graphile, options, pool }, jobs),
    close: () => pool.end(),
  };
}

interface GraphileParts {
  graphile: GraphileWorker;
  options: Parameters<GraphileWorker["runMigrations"]>[0];
  pool: pg.Pool;
}

/** From the first job it works until its table is empty: its start-up is not counted. */
async function drainGraphile({ graphile, options, pool }: GraphileParts, jobs: number) {
  let [startedAt, worked] = [0, 0];
  let finish: () => void = () => undefined;
  const done = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const noop = () => {
    startedAt ||= performance.now();
    worked += 1;
    if (worked === jobs) finish();
  };
  const runner = await graphile.run({
    ...options,
    concurrency: GRAPHILE.concurrency,
    noHandleSignals: true,
    taskList: { noop },
    preset: { worker: { localQueue: { size: GRAPHILE.batch }, completeJobBatchDelay: 0 } },
  });
  await done;
  for (;;) {
    const { rows } = await pool.query("SELECT EXISTS (SELECT 1 FROM graphile_worker.jobs) AS any");
    if (!rows[0].any) break;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  await runner.stop();
  return { jobs, seconds };
}

export async function bossQueue(url: string, say: (line: string) => void): Promise<PeerQueue> {
  const { PgBoss }: PgBossModule = await loadPgBoss(say);
  const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, max: 10 });
  const pool = controlPool(url, 1);
  boss.on("error", (error) => say(`  pg-boss: ${error.message}`));
  await boss.start();
  await boss.createQueue("noop");
  return {
    fill: async (jobs) => {
      for (let at = 0; at < jobs; at += 1_000)
        await boss.insert(
          "noop",
          Array.from({ length: Math.min(1_000, jobs - at) }, (_, n) => ({ data: { n: at + n } })),
        );
      await pool.query("VACUUM ANALYZE");
      await pool.query("CHECKPOINT");
    },
    drain: async (jobs) => {
      const startedAt = performance.now();
      const loop = async () => {
        for (;;) {
          const taken = await boss.fetch("noop", { batchSize: BOSS.batch });
          if (taken.length === 0) return;
          await boss.complete(
            "noop",
            taken.map(({ id }) => id),
          );
        }
      };
      await Promise.all(Array.from({ length: BOSS.loops }, loop));
      return { jobs, seconds: (performance.now() - startedAt) / 1_000 };
    },
    close: async () => {
      await boss.stop({ graceful: false });
      await pool.end();
    },
  };
}
