import { afterAll, describe, expect, it } from "vitest";
import type { RunningChild } from "../../scripts/local/child-process";
import { waitUntil } from "../../scripts/local/processes";
import { customerWrites, newCustomer } from "../support/factories";
import { type AppProcess, secrets, startApp, startWorker } from "../support/own-app";
import { ownDatabase, row } from "../support/own-database";
import { ownSystem, phoneNumberId } from "../support/own-system";

ownDatabase();
const system = ownSystem();
const others: RunningChild[] = [];

afterAll(async () => {
  await Promise.all(others.map((other) => other.stop()));
});

const CONVERSATIONS = 200;

const openJobs = async () =>
  (await row<{ open: number }>(`SELECT count(*)::int AS open FROM "OutboundJob" WHERE status <> 'done'`))
    .open;

describe("two app processes, a worker and the cron at once", () => {
  it("answer each of 200 queued conversations exactly once", async () => {
    const customers = Array.from({ length: CONVERSATIONS }, newCustomer);
    await Promise.all(
      customers.map((from) => customerWrites(phoneNumberId, from, "canary one", "canary two")),
    );
    expect(await openJobs()).toBe(2 * CONVERSATIONS);

    const second: AppProcess = await startApp(system.env);
    others.push(second, startWorker(system.env));
    const hammer = [system.app.url, second.url].flatMap((url) => [
      `${url}/api/cron/run-outbound-jobs?token=${secrets.CRON_SECRET}`,
      `${url}/api/jobs/run-outbound?token=${secrets.JOB_RUNNER_TOKEN}`,
    ]);
    const answers = await Promise.all(hammer.flatMap((url) => [fetch(url), fetch(url), fetch(url)]));
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
    await waitUntil(async () => (await openJobs()) === 0, {
      what: "the queue to be empty",
      timeoutMs: 45_000,
    });

    const { accepted, opaqueIds, acceptedTwice } = await system.meta.summary();
    expect({ accepted, opaqueIds, acceptedTwice }).toEqual({
      accepted: CONVERSATIONS,
      opaqueIds: CONVERSATIONS,
      acceptedTwice: [],
    });
    for (const from of customers) expect(await system.meta.effects({ recipient: from })).toHaveLength(1);
    const workers = await row<{ uncertain: number; failed: number }>(
      `SELECT count(*) FILTER (WHERE status = 'unknown')::int AS uncertain,
         count(*) FILTER (WHERE status = 'refused')::int AS failed FROM "OutboundMessageLog"`,
    );
    expect(workers).toEqual({ uncertain: 0, failed: 0 });
  });
});
