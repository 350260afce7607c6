// What must hold of the jobs that were just claimed.

import type { Model, Runner } from "../model";
import type { Moment } from "../step";
import { must } from "./broken";

/** @throws Broken. */
export function checkClaims(model: Model, { runners, before, after }: Moment & { runners: Runner[] }): void {
  for (const { job } of runners) {
    const then = before.jobs.find(({ id }) => id === job.id);
    const now = after.jobs.find(({ id }) => id === job.id);
    const what = () => `the ${model.nameOfJob(job.id)}, which was ${then?.status}`;
    must(then?.status === "queued" && now?.status === "running", "only waiting jobs are claimed", what);
    must(now.attempts === then.attempts + 1, "a claim counts an attempt", what);
    const others = before.jobs.filter(
      (other) => other.conversationId === job.conversationId && other.id !== job.id,
    );
    const older = others.find(({ id, status }) => status === "queued" && id < job.id);
    must(!older, "the oldest waiting job of a conversation goes first", what);
    const active = others.find(
      ({ status, isHeld }) => status === "running" || (status === "uncertain" && !isHeld),
    );
    must(!active, "nothing is claimed while a job of the conversation is active", what);
    must(before.isNumberActive, "nothing is claimed for a stopped number", what);
  }
}
