import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { pool } from "@/infra/database/pool";
import { startChild } from "../../local/child-process";
import type { Figure, Result } from "../figure";
import { fillQueue } from "../fill-queue";
import type { Stage } from "../stage";

interface Load {
  /** In place of the work. */
  workMs: number;
  /** Jobs in hand of one process. */
  concurrency: number;
  /** Jobs of one process. */
  jobs: number;
}

/** As long as a call to Meta, with what RUNNER_CONCURRENCY is by default. */
const sending: Load = { workMs: 100, concurrency: 16, jobs: 320 };
const nothing: Load = { workMs: 0, concurrency: 1_000, jobs: 6_000 };

/** Time for the processes to come up; they begin together. */
const START_MS = 4_000;

const program = join(fileURLToPath(import.meta.url), "../../drain-process.ts");

/** Processes that work one queue beside each other. */
export const runners: Figure = {
  name: "runners",
  title: "Runners beside each other",
  measure: measureRunners,
};

interface Crew {
  rate: number;
  /** Of the runners themselves, in milliseconds. */
  cpuOfJob: number;
}

type Crews = Record<1 | 2 | 4, Crew[]>;

async function measureRunners(stage: Stage): Promise<Result[]> {
  const url = await stage.database("runners");
  const taken = { sending: { 1: [], 2: [], 4: [] } as Crews, nothing: { 1: [], 2: [], 4: [] } as Crews };
  for (let round = 1; round <= stage.rounds; round += 1)
    for (const count of [1, 2, 4] as const) {
      taken.sending[count].push(await runCrew(url, count, sending));
      // As many jobs for all together: it is the database that is measured here.
      taken.nothing[count].push(await runCrew(url, count, { ...nothing, jobs: nothing.jobs / count }));
    }
  return [
    ...compare("100 ms a job", taken.sending, 1.7),
    ...compare("jobs that do nothing", taken.nothing),
    ...([1, 2, 4] as const).map((count) => ({
      what: `CPU of a job, ${count} runner(s), jobs that do nothing`,
      unit: "ms",
      ours: taken.nothing[count].map(({ cpuOfJob }) => cpuOfJob),
    })),
  ];
}

function compare(what: string, crews: Crews, bar?: number): Result[] {
  return ([2, 4] as const).map((count) => ({
    what: `${count} runners, ${what}`,
    unit: "jobs/s",
    ours: crews[count].map(({ rate }) => rate),
    against: { what: "one", values: crews[1].map(({ rate }) => rate) },
    ...(bar === undefined ? {} : { bar: { of: "ratio", is: "at least", value: bar } as const }),
  }));
}

/** @throws when a job was worked twice, out of order or not at all. */
async function runCrew(url: string, count: number, { workMs, concurrency, jobs }: Load): Promise<Crew> {
  await fillQueue({ jobs: jobs * count, jobsOfEach: workMs > 0 ? 1 : 4 });
  const { rows } = await pool().query(`SELECT min(id) AS first FROM "OutboundJob" WHERE status = 'queued'`);
  const startAt = Date.now() + START_MS;
  const runs = await Promise.all(
    Array.from({ length: count }, () => runOne(url, [startAt, workMs, concurrency])),
  );
  await check(rows[0].first, jobs * count);
  const wallMs =
    Math.max(...runs.map(({ endedAt }) => endedAt)) - Math.min(...runs.map(({ startedAt }) => startedAt));
  const cpuMs = runs.reduce((sum, run) => sum + run.cpuMs, 0);
  return { rate: (jobs * count) / (wallMs / 1_000), cpuOfJob: cpuMs / (jobs * count) };
}

interface Run {
  startedAt: number;
  endedAt: number;
  cpuMs: number;
}

async function runOne(url: string, args: number[]): Promise<Run> {
  const lines: string[] = [];
  const child = startChild({
    args: ["--import", "tsx", program, ...args.map(String)],
    env: { DATABASE_URL: url, LOG_LEVEL: "silent" },
    onLine: (line) => void lines.push(line),
  });
  const code = await child.exited;
  const told = lines.find((line) => line.startsWith("{"));
  if (code !== 0 || !told) throw new Error(`A runner ended with code ${code}: ${lines.slice(-3).join(" ")}`);
  return JSON.parse(told);
}

/** Each was claimed once, ended, and after all earlier ones of its conversation. */
async function check(first: number, jobs: number): Promise<void> {
  const { rows } = await pool().query(
    `SELECT count(*) FILTER (WHERE status = 'done' AND attempts = 1) AS once,
      count(*) FILTER (WHERE "completedAt" < before) AS misplaced
    FROM (
      SELECT *, lag("completedAt") OVER (PARTITION BY "conversationId" ORDER BY id) AS before FROM "OutboundJob" WHERE id >= $1
    ) j`,
    [first],
  );
  const [{ once, misplaced }] = rows;
  if (once !== jobs || misplaced > 0)
    throw new Error(`${once} of ${jobs} jobs were worked once, ${misplaced} out of order`);
}
