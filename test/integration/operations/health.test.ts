import { beforeEach, expect, it } from "vitest";
import * as health from "@/app/api/inbox/health/route";
import { circuit } from "@/infra/circuit/circuit";
import { recordWebhookAck } from "@/infra/monitoring/metrics";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { createIntegration, customerWrites, emptyQueue, newCustomer } from "../../support/factories";
import { actAsAdminOf, askRoute } from "../../support/operations";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();

let number: Awaited<ReturnType<typeof createIntegration>>;
beforeEach(async () => {
  await emptyQueue();
  for (const name of ["metrics", "circuits", "readiness"]) forgetOncePerProcess(name);
  number = await createIntegration();
  await actAsAdminOf(number.organizationId);
});

const ask = async () => (await askRoute(health.GET)).body;

it("tells what does not hold, which circuits are open, and when the cron last ran", async () => {
  await circuit("meta").call(
    () => Promise.resolve(1),
    () => "good",
  );
  await rows(`INSERT INTO "CronRun" (name, "startedAt", "finishedAt") VALUES ('run-outbound-jobs', now(), now())
    ON CONFLICT (name) DO UPDATE SET "startedAt" = now(), "finishedAt" = now()`);
  expect(await ask()).toMatchObject({
    checks: expect.arrayContaining([
      { name: "database", status: "pass", output: null },
      { name: "integration", status: "fail", output: expect.stringContaining("access token") },
    ]),
    circuits: [{ name: "meta", state: "closed" }],
    cron: [{ name: "run-outbound-jobs" }],
    process: { version: expect.any(String) },
  });
});

it("tells how fast Meta was answered, without what was no webhook of Meta's", async () => {
  expect((await ask()).acknowledgement).toBeNull();
  for (let n = 0; n < 98; n += 1) recordWebhookAck(200, 0.004);
  for (let n = 0; n < 2; n += 1) recordWebhookAck(200, 0.4);
  for (let n = 0; n < 50; n += 1) recordWebhookAck(401, 2);
  const { acknowledgement, acknowledgementMaxMs } = await ask();
  expect(acknowledgement.count).toBe(100);
  expect(acknowledgement.p50Ms).toBeLessThanOrEqual(10);
  expect(acknowledgement.p99Ms).toBeGreaterThan(250);
  expect(acknowledgement.p99Ms).toBeLessThanOrEqual(500);
  expect(acknowledgementMaxMs).toBe(250);
});

it("tells of this organization's queue and of nobody else's", async () => {
  const other = await createIntegration();
  for (const { phoneNumberId } of [number, other, other])
    await customerWrites(phoneNumberId, newCustomer(), "Hello?");
  await rows(`UPDATE "OutboundJob" SET "runAt" = now() - interval '90 seconds'`);
  const { queue } = await ask();
  expect(queue).toMatchObject({ due: 1, waiting: 0, running: 0, held: 0 });
  expect(queue.oldestDueSeconds).toBeGreaterThanOrEqual(90);
});

it("tells of alerts about the house and about its own numbers, not about those of others", async () => {
  const other = await createIntegration();
  await rows(
    `INSERT INTO "AlertState" (kind, subject, detail, "sentBy", "resolvedAt")
     SELECT kind, subject, 'd', gen_random_uuid(), CASE WHEN kind = 'error_rate' THEN now() END
     FROM (VALUES ('cron_late', 'run-outbound-jobs'), ('error_rate', 'ai'), ('number_stopped', $1),
       ('number_quality', $2), ('ai_budget', $3), ('of_a_newer_version', '')) AS v(kind, subject)`,
    [
      `phone number id ${number.phoneNumberId}`,
      `phone number id ${other.phoneNumberId}`,
      `contacts of ${number.organizationId}`,
    ],
  );
  const { alerts } = await ask();
  expect(alerts.map(({ kind }: { kind: string }) => kind).toSorted()).toEqual([
    "ai_budget",
    "cron_late",
    "number_stopped",
    "of_a_newer_version",
  ]);
});
