import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { driftSeenAt, logFailure } from "@/infra/database/log-failure";
import { AppError } from "@/lib/errors";
import * as logger from "@/lib/logger";
import { forgetOncePerProcess } from "@/lib/once-per-process";

const written = () => vi.mocked(logger.log).mock.calls.map(([, text, fields]) => ({ text, ...fields }));
const missingColumn = (name: string) =>
  Object.assign(new Error(`column ${name} does not exist`), { severity: "ERROR", code: "42703" });

beforeEach(() => {
  forgetOncePerProcess("drift-seen");
  vi.useFakeTimers({ toFake: ["performance"] });
  vi.spyOn(logger, "log").mockImplementation(() => undefined);
});

afterEach(() => {
  vi.useRealTimers();
});

describe("the line of a failure", () => {
  it("of a missing column is tagged, and names SQLSTATE, column and request", () => {
    logFailure("[HTTP] Request failed", missingColumn("deletedAt"), { requestId: "http_1" });
    expect(written()).toMatchObject([
      {
        text: "[DB-MISMATCH] Request failed",
        code: "42703",
        error: "column deletedAt does not exist",
        requestId: "http_1",
      },
    ]);
  });

  it("of the same missing column is written once a minute, and then says how many there were", () => {
    for (let times = 0; times < 500; times += 1)
      logFailure("[HTTP] Request failed", missingColumn("deletedAt"));
    expect(written()).toHaveLength(1);
    vi.advanceTimersByTime(60_001);
    logFailure("[HTTP] Request failed", missingColumn("deletedAt"));
    expect(written()).toHaveLength(2);
    expect(written()[1]).toMatchObject({ count: 499 });
  });

  it("of another column is not kept back by the first", () => {
    for (const name of ["deletedAt", "snoozedUntil", "deletedAt"])
      logFailure("[JOB-RUNNER] Run ended early", missingColumn(name));
    expect(written().map(({ error }) => error)).toEqual([
      "column deletedAt does not exist",
      "column snoozedUntil does not exist",
    ]);
  });

  it("of what only looks like drift is written each time, and tagged once a minute", () => {
    const refused = Object.assign(new Error("check extra"), { severity: "ERROR", code: "23514" });
    logFailure("[JOB-RUNNER] Job failed", refused, { jobId: 1 });
    logFailure("[JOB-RUNNER] Job failed", refused, { jobId: 2 });
    expect(written().map(({ text, jobId }) => [text, jobId])).toEqual([
      ["[DB-SUSPECT] Job failed", 1],
      ["[JOB-RUNNER] Job failed", 1],
      ["[JOB-RUNNER] Job failed", 2],
    ]);
  });

  it("of a refusal of our own for drift is tagged as well", () => {
    logFailure("[CRON] Not run", new AppError("DB_MISMATCH", "column_missing:Conversation.deletedAt"));
    expect(written()).toMatchObject([
      { text: "[DB-MISMATCH] Not run", error: "column_missing:Conversation.deletedAt" },
    ]);
  });

  it("of anything else is plain, each time, and is no sign of drift", () => {
    for (let times = 0; times < 3; times += 1) logFailure("[HTTP] Request failed", new Error("a bug"));
    expect(written().map(({ text, error }) => [text, error])).toEqual(
      Array(3).fill(["[HTTP] Request failed", "a bug"]),
    );
    expect(driftSeenAt()).toBeNull();
  });
});
