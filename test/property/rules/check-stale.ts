// A runner that has lost its job may add what it knows, and nothing else.

import { sendKey } from "@/domain/outbound/outbound-job";
import { isOpen } from "../fake-meta";
import type { Ending, Model, Runner } from "../model";
import { type State, timeless, timelessJob } from "../observe";
import type { Moment } from "../step";
import { must } from "./broken";

export function holdsLease({ jobs }: State, { job }: Runner): boolean {
  return jobs.some(
    ({ id, status, leaseToken }) => id === job.id && status === "running" && leaseToken === job.leaseToken,
  );
}

export function isSame(before: State, after: State): boolean {
  return JSON.stringify(timeless(before)) === JSON.stringify(timeless(after));
}

interface End extends Moment {
  runner: Runner;
  ending: Ending;
}

/** @throws Broken unless the end of a claim by somebody who does not hold it only adds facts. */
export function checkStaleEnd(model: Model, { runner, ending, before, after }: End): void {
  if (holdsLease(before, runner)) return;
  const { job, call } = runner;
  const what = () => `${runner.name} and the ${model.nameOfJob(job.id)}`;
  const then = before.jobs.find(({ id }) => id === job.id);
  const now = after.jobs.find(({ id }) => id === job.id);
  const isFact = ending.call !== undefined;
  if (!isFact) must(isSame(before, after), "a stale runner changes nothing", what);
  const isProof = ending.call?.outcome === "refused" && then?.status === "uncertain";
  // Only the proof about the call that makes the job uncertain lets it go on.
  const key = then && sendKey(then, then.partsSent + 1);
  const isOpenStill = model.meta.calls.some((other) => other !== call && other.key === key && isOpen(other));
  const mayGoOn = isProof && !isOpenStill && now?.status === "queued";
  must(then?.status === now?.status || mayGoOn, "a stale runner decides nothing", what);
  if (mayGoOn) return;
  const isLeftAlone = JSON.stringify(then && timelessJob(then)) === JSON.stringify(now && timelessJob(now));
  must(isLeftAlone, "a stale runner leaves the job alone", what);
}
