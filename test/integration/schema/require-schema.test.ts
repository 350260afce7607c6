import { describe, expect, it, vi } from "vitest";
import { maintainQueue } from "@/domain/maintenance";
import { runOutbound } from "@/domain/runner";
import { findDrift, requireSchema } from "@/domain/schema";
import { logFailure } from "@/infra/database/log-failure";
import { pool } from "@/infra/database/pool";
import { waitUntil } from "../../../scripts/local/processes";
import { customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { setEnv } from "../../support/with-env";

const number = ownNumber();

describe("without the indexes that make `never twice` true", () => {
  it("the runner claims nothing, and works as soon as they are back, without a restart", async () => {
    const { indexdef } = await row<{ indexdef: string }>(
      `SELECT indexdef FROM pg_indexes WHERE indexname = 'OutboundJob_one_active_per_conversation'`,
    );
    await rows(`DROP INDEX "OutboundJob_one_active_per_conversation"`);
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(number.phoneNumberId, from, "hello");
    for (const work of [() => runOutbound(), () => maintainQueue()])
      await expect(work()).rejects.toMatchObject({
        code: "DB_MISMATCH",
        publicMessage: "DB migrations not applied. Run: npx prisma migrate deploy",
        message: expect.stringContaining("OutboundJob_one_active_per_conversation"),
      });
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", attempts: 0 });
    expect(await rows(`SELECT 1 FROM "OutboundMessageLog"`)).toEqual([]);

    await rows(indexdef);
    const works = () =>
      runOutbound().then(
        () => true,
        () => false,
      );
    await waitUntil(works, { what: "the runner to work again", timeoutMs: 10_000, everyMs: 200 });
    expect(await repliesTo(from)).toHaveLength(1);
  });
});

describe("drift that an operator has accepted", () => {
  it("stops nothing", async () => {
    await rows(`ALTER TABLE "Notification" ALTER COLUMN title DROP NOT NULL`);
    try {
      const drift = await findDrift();
      expect(drift).toContain("column_optional:Notification.title");
      setEnv({ SCHEMA_ALLOW: "column_optional:Notification.title, something:else" });
      expect(await findDrift()).toBeUndefined();
    } finally {
      await rows(`ALTER TABLE "Notification" ALTER COLUMN title SET NOT NULL`);
    }
  });
});

describe("drift that comes while a process runs", () => {
  it("is looked for as soon as one statement has met it", async () => {
    await requireSchema();
    await rows(`ALTER TABLE "Notification" RENAME COLUMN "snoozedUntil" TO gone`);
    try {
      await requireSchema(); // Not asked again within half a minute.
      const met = await rows(`SELECT "snoozedUntil" FROM "Notification"`).catch((error: unknown) => error);
      logFailure("[HTTP] Request failed", met);
      await expect(requireSchema()).rejects.toMatchObject({ code: "DB_MISMATCH" });
    } finally {
      await rows(`ALTER TABLE "Notification" RENAME COLUMN gone TO "snoozedUntil"`);
    }
    const isSound = () =>
      requireSchema().then(
        () => true,
        () => false,
      );
    await waitUntil(isSound, { what: "the schema to be sound", timeoutMs: 10_000, everyMs: 200 });
  });

  it("costs many runners one look", async () => {
    await rows(`ALTER TABLE "Notification" RENAME COLUMN "snoozedUntil" TO gone`);
    try {
      logFailure(
        "[HTTP] Request failed",
        Object.assign(new Error("x"), { severity: "ERROR", code: "42703" }),
      );
      const asked = vi.spyOn(pool(), "query");
      await Promise.allSettled(Array.from({ length: 50 }, () => requireSchema()));
      const texts = asked.mock.calls.map(([query]) => JSON.stringify(query));
      expect(texts.length).toBeGreaterThan(0);
      expect(new Set(texts).size).toBe(texts.length);
    } finally {
      await rows(`ALTER TABLE "Notification" RENAME COLUMN gone TO "snoozedUntil"`);
    }
  });
});
