// What the deployment says of itself: that it lives, what runs, and what does not hold.

import { setTimeout as pause } from "node:timers/promises";
import type { Check } from "../local/check-report";
import { type Answer, bearer, type Deployment, describeAnswer, parseJson } from "./deployment";

interface HealthBody {
  status: "pass" | "warn" | "fail";
  version: string;
  releaseId: string | null;
  builtFrom: string | null;
  migration: string;
  notes: string[];
  checks: Record<string, { status: string; output?: string }[]>;
  startedAt: string;
  queue: { cronAgeSeconds: number | null };
}

/** As readiness: a heartbeat that was never seen counts from the start of the process. */
const CRON_FIRST_RUN_SECONDS = 180;
const CLOCK_SKEW_MAX_MS = 5_000;
const PAUSE_MS = 2_000;

export async function checkLive(deployment: Deployment): Promise<Check> {
  const answer = await deployment.ask("/health/live");
  const isLive = answer.status === 200 && parseJson<HealthBody>(answer).status === "pass";
  return { name: "live", status: isLive ? "pass" : "fail", detail: describeAnswer(answer) };
}

/** Everything that /health/ready tells, in one look. */
export async function checkReady(deployment: Deployment): Promise<Check[]> {
  const answer = await deployment.ask("/health/ready", bearer(deployment.secrets.METRICS_TOKEN));
  const body = parseJson<HealthBody>(answer);
  if (!body.checks || !body.status) {
    return [
      { name: "ready", status: "fail", detail: `${describeAnswer(answer)}, which is no health report` },
    ];
  }
  return [
    judgeReady(answer, body),
    ...judgeRelease(body, deployment),
    named("environment", body, "every variable that production needs is there"),
    named("schema", body, "the database is the one this release was written for"),
    judgeClock(answer),
  ];
}

function judgeReady(answer: Answer, { status, notes = [] }: Partial<HealthBody>): Check {
  const said = [describeAnswer(answer), ...notes].join("\n");
  if (answer.status !== 200 || status === "fail") return { name: "ready", status: "fail", detail: said };
  return { name: "ready", status: status === "warn" ? "warn" : "pass", detail: said };
}

function judgeRelease(body: Partial<HealthBody>, { commit, version, migration }: Deployment): Check[] {
  return [
    equal("version", body.version, version),
    judgeCommit(body.releaseId ?? null, commit),
    judgeBuild(body, commit),
    {
      ...equal("migration", body.migration, migration),
      mend: "Deploy the commit of this checkout, or check out the one that is deployed.",
    },
  ];
}

function equal(name: string, found: string | null | undefined, expected: string | null): Check {
  if (found === expected) return { name, status: "pass", detail: `${expected}` };
  return { name, status: "fail", detail: `expected ${expected}, there: ${found ?? "none"}` };
}

function judgeCommit(releaseId: string | null, commit: string | undefined): Check {
  const name = "commit";
  if (commit === undefined)
    return { name, status: "warn", detail: `${releaseId ?? "none"} runs; none was expected (--commit)` };
  if (isSameCommit(releaseId, commit)) return { name, status: "pass", detail: `${releaseId}` };
  const detail = `expected ${commit.slice(0, 12)}, there: ${releaseId ?? "none"}`;
  return {
    name,
    status: "fail",
    detail,
    mend: "The old release still answers: deploy again, or --wait longer.",
  };
}

/** An old image under a new name says the new commit and was built from the old one. */
function judgeBuild({ builtFrom, releaseId }: Partial<HealthBody>, commit: string | undefined): Check {
  const name = "build";
  const wanted = commit ?? releaseId ?? undefined;
  if (!builtFrom || !wanted)
    return { name, status: "note", detail: "The build does not say what it was made from" };
  if (isSameCommit(builtFrom, wanted)) return { name, status: "pass", detail: `made from ${builtFrom}` };
  return { name, status: "warn", detail: `made from ${builtFrom}, expected ${wanted.slice(0, 12)}` };
}

export function isSameCommit(found: string | null | undefined, expected: string): boolean {
  if (!found || found.length < 7) return false;
  return expected.startsWith(found) || found.startsWith(expected);
}

function named(name: string, { checks = {}, notes = [] }: Partial<HealthBody>, whatHolds: string): Check {
  const status = checks[name]?.[0]?.status;
  if (status === "pass") return { name, status, detail: whatHolds };
  const said = notes.filter((note) => note.startsWith(`${name}`)).join("\n");
  const withheld = "The reasons are for those who carry METRICS_TOKEN: set it.";
  const isWithheld = said.endsWith("does not hold");
  return {
    name,
    status: status === "warn" ? "warn" : "fail",
    detail: said || "readiness did not come to this check: what stands before it does not hold",
    ...(isWithheld ? { mend: withheld } : {}),
  };
}

function judgeClock({ headers }: Answer): Check {
  const name = "clock";
  const theirs = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return { name, status: "note", detail: "no Date header to compare with" };
  const skewMs = Math.abs(Date.now() - theirs);
  const detail = `${(skewMs / 1_000).toFixed(1)} s apart from here`;
  return { name, status: skewMs > CLOCK_SKEW_MAX_MS ? "warn" : "pass", detail };
}

/** Whether somebody looks after the queue. With --wait, a first run is waited for. */
export async function checkCron(deployment: Deployment): Promise<Check> {
  const deadline = performance.now() + deployment.waitMs;
  for (;;) {
    const check = await lookAtCron(deployment);
    if (check.status !== "fail" || performance.now() > deadline) return check;
    deployment.say(`cron: ${check.detail}`);
    await pause(PAUSE_MS);
  }
}

async function lookAtCron({ ask, secrets }: Deployment): Promise<Check> {
  const name = "cron heartbeat";
  const mend = "Look whether the schedule exists and calls with CRON_SECRET: docs/DEPLOYMENT_WORKFLOW.md.";
  const answer = await ask("/health", bearer(secrets.METRICS_TOKEN));
  const { checks = {}, notes = [], queue, startedAt = "" } = parseJson<HealthBody>(answer);
  const heartbeat = checks.cron?.[0]?.status;
  if (heartbeat === undefined)
    return { name, status: "unknown", detail: "readiness did not come to this check" };
  if (heartbeat !== "pass")
    return { name, status: "fail", detail: notes.find((note) => note.startsWith("cron")) ?? "late", mend };
  const age = queue?.cronAgeSeconds;
  if (typeof age === "number") return { name, status: "pass", detail: `last began ${Math.round(age)} s ago` };
  const upSeconds = (Date.now() - Date.parse(startedAt)) / 1_000;
  if (upSeconds > CRON_FIRST_RUN_SECONDS)
    return { name, status: "pass", detail: "a worker looks after the queue" };
  return { name, status: "fail", detail: "The cron has never begun since the database was made", mend };
}
