import { performance } from "node:perf_hooks";
import { countConversations, listConversations } from "@/domain/inbox";
import { pool } from "@/infra/database/pool";
import { describeError } from "@/lib/errors";
import { textTable } from "../local/text-table";
import { bench, fillInbox } from "./fill-inbox";
import { type CostRow, measureCost } from "./measure-cost";
import { withOwnPostgres } from "./own-postgres";

export interface InboxBenchOptions {
  conversations: number;
  messages: number;
  tries: number;
  json?: boolean;
}

interface Question {
  what: string;
  /** In milliseconds. */
  limit: number;
  ask: () => Promise<unknown>;
}

export interface Timing {
  what: string;
  p50: number;
  p95: number;
  /** What the issue asks for. */
  limit: number;
}

interface Report {
  size: { conversations: number; messages: number };
  timings: Timing[];
  costs: CostRow[];
}

const views = ["all", "mine", "unassigned", "bot", "waiting"] as const;
const states = ["open", "snoozed", "closed", "deleted"] as const;
const LIST_MS = 50;
const SEARCH_MS = 150;
const words = [
  "word19000",
  "word7",
  "word0",
  "word3 word12",
  "Customer",
  "99999",
  "7919",
  "nothing of the kind",
];

/** Exit code 0 when everything is within its limit. */
export async function benchInbox(options: InboxBenchOptions): Promise<0 | 1 | 2> {
  const say = (line: string) => void (options.json ? process.stderr : process.stdout).write(`${line}\n`);
  try {
    const report = await withOwnPostgres(() => measure(options, say));
    if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
    else for (const line of describe(report)) say(line);
    return report.timings.every(({ p95, limit }) => p95 <= limit) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${describeError(error)}\n`);
    return 2;
  }
}

async function measure(options: InboxBenchOptions, say: (line: string) => void): Promise<Report> {
  const { conversations, messages } = options;
  const timings = await timeInbox(options, say);
  say("Taking in webhooks, with and without");
  const costs = await measureCost();
  return { size: { conversations, messages: conversations * messages }, timings, costs };
}

/** Fills the database of this process and asks it everything that the inbox's list asks. */
export async function timeInbox(
  { conversations, messages, tries }: Omit<InboxBenchOptions, "json">,
  say: (line: string) => void,
): Promise<Timing[]> {
  say(`  filling: ${conversations} conversations, ${conversations * messages} messages`);
  await fillInbox({ conversations, messages });
  say("  asking");
  const questions = [...(await lists()), counts, ...searches];
  const timings: Timing[] = [];
  for (const question of questions) {
    const timing = await time(question, tries);
    timings.push(timing);
    say(`  ${question.what}: ${timing.p50.toFixed(1)} / ${timing.p95.toFixed(1)} ms`);
  }
  return timings;
}

const { organizationId, userId } = bench;

const counts: Question = {
  what: "counts",
  limit: LIST_MS,
  ask: () => countConversations(organizationId, userId),
};

const searches: Question[] = words.map((search) => ({
  what: `search "${search}"`,
  limit: SEARCH_MS,
  ask: () => listConversations({ organizationId, userId, view: "all", state: "open", search, limit: 50 }),
}));

async function lists(): Promise<Question[]> {
  const places = { first: undefined, deep: await deepCursor(), end: "1000-1" };
  const tabs = states.flatMap((state) => views.map((view) => ({ state, view })));
  return tabs.flatMap(({ state, view }) =>
    Object.entries(places).map(([place, cursor]) => ({
      what: `${state} / ${view}, ${place}`,
      limit: LIST_MS,
      ask: () => listConversations({ organizationId, userId, view, state, cursor, limit: 50 }),
    })),
  );
}

/** A place in the middle of all. */
async function deepCursor(): Promise<string> {
  const { rows } = await pool().query<{ cursor: string }>(
    `SELECT floor(extract(epoch FROM "lastMessageAt") * 1000)::bigint || '-' || id AS cursor FROM "Conversation"
     WHERE id = (SELECT max(id) / 2 FROM "Conversation")`,
  );
  return rows[0]?.cursor ?? "";
}

async function time({ what, limit, ask }: Question, tries: number): Promise<Timing> {
  const took: number[] = [];
  // The first ones also pay for the plans.
  for (let warm = 0; warm < 6; warm += 1) await ask();
  for (let count = 0; count < tries; count += 1) {
    const startedAt = performance.now();
    await ask();
    took.push(performance.now() - startedAt);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { what, p50: at(0.5), p95: at(0.95), limit };
}

function describe({ size, timings, costs }: Report): string[] {
  const ms = (value: number) => `${value.toFixed(1)} ms`;
  const rows = timings.map(({ what, p50, p95, limit }) => [
    what,
    ms(p50),
    ms(p95),
    p95 <= limit ? "" : `over ${limit} ms`,
  ]);
  return [
    "",
    `${size.conversations} conversations, ${size.messages} messages`,
    textTable([["", "p50", "p95", ""], ...rows]),
    "",
    textTable([
      ["", "without", "with", "ratio"],
      ...costs.map(({ what, withoutMs, withMs }) => [
        what,
        ms(withoutMs),
        ms(withMs),
        (withMs / withoutMs).toFixed(2),
      ]),
    ]),
  ];
}
