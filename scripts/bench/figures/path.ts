// The full path (claim, context, AI call, ledger, Graph call, settle) beside a loop that only makes the same two HTTP calls,
// against the same server, at the same concurrency; and what it asks of the database.

import { pool } from "@/infra/database/pool";
import { reloadEnv } from "@/lib/env";
import type { Figure, Result } from "../figure";
import { createBusiness, fillJobs } from "../fill-jobs";
import { type InstantApis, startInstantApis } from "../instant-apis";
import type { Stage } from "../stage";
import { startTool, type Tool } from "../tool";

const CONCURRENCY = 128;
const JOBS = 4_000;
const WARM_JOBS = 1_000;

interface Worked {
  jobs: number;
  others: number;
  tookMs: number;
  cpuMs: number;
  statements: Record<string, number>;
}

interface Round {
  ours: Worked;
  floor: Pick<Worked, "jobs" | "tookMs" | "cpuMs">;
  commits: number;
}

export const path: Figure = {
  name: "path",
  title: "The full path of a job, beside its two HTTP calls alone",
  measure,
};

async function measure(stage: Stage): Promise<Result[]> {
  const url = await stage.database("path");
  const apis = await startInstantApis();
  const tools: Tool[] = [apis];
  try {
    Object.assign(process.env, apis.env);
    reloadEnv();
    await createBusiness();
    const env = {
      ...apis.env,
      DATABASE_URL: url,
      RUNNER_CONCURRENCY: String(CONCURRENCY),
      RUNNER_BATCH: "200",
    };
    const runner = await ready("run-path", env, tools);
    const floor = await ready("two-calls", { ...env, BENCH_CALLS: String(JOBS) }, tools);
    await fillJobs(WARM_JOBS, 0);
    await go<Worked>(runner);
    await go(floor);
    const rounds: Round[] = [];
    for (let round = 0; round < stage.rounds; round += 1) {
      await fillJobs(JOBS, WARM_JOBS + round * JOBS);
      await pool().query("VACUUM ANALYZE");
      const before = await commits();
      const ours = await go<Worked>(runner);
      const taken = (await commits()) - before;
      rounds.push({ ours, floor: await go(floor), commits: taken });
      stage.say(`  ${describe(rounds.at(-1) as Round)}`);
    }
    const idle = await measureIdle(runner, WARM_JOBS + stage.rounds * JOBS);
    await refuseDoubles(apis, WARM_JOBS + stage.rounds * JOBS + idle.length);
    return results(rounds, idle);
  } finally {
    for (const tool of tools.toReversed()) await tool.stop();
  }
}

async function ready(name: string, env: Record<string, string>, tools: Tool[]): Promise<Tool> {
  const tool = startTool(name, env);
  tools.push(tool);
  await tool.next();
  return tool;
}

function go<T>({ pid, next }: Tool): Promise<T> {
  process.kill(pid, "SIGUSR2");
  return next<T>();
}

const IDLE_TRIES = 20;

/** One message, with nothing else to do. @returns statements of each. */
async function measureIdle(runner: Tool, first: number): Promise<{ commits: number; statements: number }[]> {
  const found: { commits: number; statements: number }[] = [];
  for (let at = 0; at < IDLE_TRIES; at += 1) {
    await fillJobs(1, first + at);
    const before = await commits();
    const { statements, jobs } = await go<Worked>(runner);
    if (jobs !== 1) throw new Error(`${jobs} jobs were worked instead of one`);
    found.push({ statements: sum(statements), commits: (await commits()) - before });
  }
  return found;
}

/** Everything but what only reads: a transaction that has written, and has therefore got a number. */
async function commits(): Promise<number> {
  const { rows } = await pool().query<{ next: string }>(
    "SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS next",
  );
  return Number(rows[0]?.next);
}

async function refuseDoubles({ arrivals }: InstantApis, expected: number): Promise<void> {
  const sent = (await arrivals()).filter(({ to }) => to !== "floor");
  const customers = new Set(sent.map(({ to }) => to)).size;
  if (sent.length !== expected || customers !== expected)
    throw new Error(`${sent.length} messages to ${customers} customers came at Meta instead of ${expected}`);
}

function results(rounds: Round[], idle: { commits: number; statements: number }[]): Result[] {
  const perSecond = ({ jobs, tookMs }: { jobs: number; tookMs: number }) => (jobs * 1_000) / tookMs;
  const perJob = (value: (round: Round) => number) => rounds.map((round) => value(round) / round.ours.jobs);
  return [
    {
      what: `full path, ${CONCURRENCY} at once`,
      unit: "jobs/s",
      ours: rounds.map(({ ours }) => perSecond(ours)),
      against: { what: "the two HTTP calls", values: rounds.map(({ floor }) => perSecond(floor)) },
      bar: { of: "ratio", is: "at least", value: 0.6 },
      note: "AI and Meta are one bare node:http server that answers at once, in a process of its own.",
    },
    {
      what: "database round trips a job, loaded",
      unit: "",
      ours: perJob(({ ours }) => sum(ours.statements)),
      bar: { of: "value", is: "at most", value: 0.2 },
    },
    {
      what: "commits a job, loaded",
      unit: "",
      ours: perJob((round) => round.commits),
      bar: { of: "value", is: "at most", value: 0.3 },
      note: "Transactions that have written.",
    },
    {
      what: "commits a job, idle",
      unit: "",
      ours: idle.map((each) => each.commits),
      bar: { of: "value", is: "at most", value: 4 },
      note: "One message alone, from its claim on.",
    },
    { what: "database round trips a job, idle", unit: "", ours: idle.map(({ statements }) => statements) },
    { what: "CPU of the runner a job", unit: "ms", ours: perJob(({ ours }) => ours.cpuMs) },
    {
      what: "CPU of the two calls alone",
      unit: "ms",
      ours: rounds.map(({ floor }) => floor.cpuMs / floor.jobs),
    },
  ];
}

function describe({ ours, floor, commits: taken }: Round): string {
  const perSecond = ({ jobs, tookMs }: { jobs: number; tookMs: number }) =>
    `${Math.round((jobs * 1_000) / tookMs)}/s`;
  const statements = Object.entries(ours.statements).map(([name, count]) => `${name} ${count}`);
  return `${perSecond(ours)} of ${perSecond(floor)}, ${taken} commits; ${statements.join(", ")}`;
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((all, count) => all + count, 0);
}
