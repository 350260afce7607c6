import { describe, expect, it } from "vitest";
import { cleanUp } from "@/domain/maintenance";
import { disconnectDatabase } from "@/infra/database/prisma";
import { type RequestLimit, takeRequest } from "@/infra/rate-limit/take-request";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { ownDatabase, row, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

let limits = 0;

/** A limit of its own for a test. */
function newLimit(fields: Partial<RequestLimit> = {}): RequestLimit {
  limits += 1;
  return { name: `test${limits}`, requests: 3, seconds: 60, whenDatabaseAway: "refuse", ...fields };
}

/** What another process would have: no memory of who is blocked. */
function asAnotherProcess({ name, requests }: RequestLimit): void {
  forgetOncePerProcess(`rate-limit:${name}:${requests}`);
}

const refused = expect.objectContaining({ code: "RATE_LIMITED", retryAfter: expect.any(Number) });

describe("a limit of requests", () => {
  it("lets as many pass as it says, then none until the period is over, and says how long that is", async () => {
    const limit = newLimit();
    for (let taken = 0; taken < 3; taken += 1) await takeRequest(limit, "1.1.1.1");
    const error = await takeRequest(limit, "1.1.1.1").catch((thrown) => thrown);
    expect(error).toEqual(refused);
    expect(error.retryAfter).toBeGreaterThan(50);
    expect(error.retryAfter).toBeLessThanOrEqual(60);
    await takeRequest(limit, "2.2.2.2");
  });

  it("is one count for all processes", async () => {
    const limit = newLimit();
    for (let taken = 0; taken < 3; taken += 1) {
      await takeRequest(limit, "1.1.1.1");
      asAnotherProcess(limit);
    }
    await expect(takeRequest(limit, "1.1.1.1")).rejects.toEqual(refused);
  });

  it("taken by many at once, lets exactly as many pass", async () => {
    const limit = newLimit();
    const all = await Promise.allSettled(Array.from({ length: 20 }, () => takeRequest(limit, "1.1.1.1")));
    expect(all.filter(({ status }) => status === "fulfilled")).toHaveLength(3);
  });

  it("begins anew when the period is over", async () => {
    const limit = newLimit();
    for (let taken = 0; taken < 3; taken += 1) await takeRequest(limit, "1.1.1.1");
    asAnotherProcess(limit);
    await rows(`UPDATE rate_limit SET expire = 1 WHERE key = $1`, [`${limit.name}:1.1.1.1`]);
    await takeRequest(limit, "1.1.1.1");
  });
});

it("what has run out is forgotten, what counts stays", async () => {
  const limit = newLimit();
  await takeRequest(limit, "old");
  await takeRequest(limit, "new");
  await rows(`UPDATE rate_limit SET expire = 1 WHERE key = $1`, [`${limit.name}:old`]);
  expect((await cleanUp()).removed.rate_limit).toBe(1);
  const { keys } = await row<{ keys: string[] }>(
    `SELECT array_agg(key) AS keys FROM rate_limit WHERE key LIKE $1`,
    [`${limit.name}:%`],
  );
  expect(keys).toEqual([`${limit.name}:new`]);
});

describe("while the database is away", () => {
  it("nobody passes where secrets could be guessed, everybody where not", async () => {
    await disconnectDatabase();
    setEnv({ DATABASE_URL: "postgresql://postgres@127.0.0.1:9/nothing" });
    try {
      await expect(takeRequest(newLimit(), "1.1.1.1")).rejects.toMatchObject({ code: "ECONNREFUSED" });
      await takeRequest(newLimit({ whenDatabaseAway: "pass" }), "1.1.1.1");
    } finally {
      await disconnectDatabase();
    }
  });
});
