import { describe, expect, it } from "vitest";
import { decideAfterRefusal, retryDelayMs } from "@/domain/outbound/retry-policy";
import type { ErrorClass } from "@/infra/whatsapp/error-class";

const TEN_MINUTES_MS = 600_000;
const limits = { attemptsMax: 8, baseMs: 1_000 };

function refused(errorClass: ErrorClass, retryAfterMs?: number) {
  return {
    kind: "refused" as const,
    class: errorClass,
    code: "131000",
    message: "Something went wrong",
    httpStatus: 500,
    retryAfterMs,
  };
}

/** The pause after a refusal that is tried again. */
function delayOf(decision: ReturnType<typeof decideAfterRefusal>): number {
  if (decision.to !== "queued") throw new Error(`The job is ${decision.to}`);
  return decision.delayMs;
}

describe("the pause before another attempt", () => {
  it("doubles with every attempt", () => {
    const pauses = [1, 2, 3, 4, 5].map((attempts) => retryDelayMs(attempts, 1_000, 0));
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it.each([11, 50, 5_000])("is never longer than ten minutes (attempt %d)", (attempts) => {
    expect(retryDelayMs(attempts, 1_000, 0)).toBe(TEN_MINUTES_MS);
  });

  it("is shortened by up to a quarter, in whole milliseconds", () => {
    expect(retryDelayMs(3, 1_000, 0.5)).toBe(3_500);
    expect(retryDelayMs(3, 1_000, 1)).toBe(3_000);
    expect(retryDelayMs(1, 333, 0.3)).toBe(308);
    expect(retryDelayMs(20, 1_000, 1)).toBe(TEN_MINUTES_MS * 0.75);
  });

  it("differs between jobs that failed together", () => {
    const pauses = Array.from({ length: 500 }, () => retryDelayMs(5, 1_000));
    expect(new Set(pauses).size).toBeGreaterThan(100);
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(12_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(16_000);
  });
});

describe("after a refusal", () => {
  it.each(["credentials", "permanent", "recipient", "policy", "template"] as const)(
    "of the class %s the job fails at once: nothing would get better",
    (errorClass) => {
      expect(decideAfterRefusal({ attempts: 1 }, refused(errorClass), limits)).toEqual({
        to: "failed",
        code: "131000",
        error: "Something went wrong",
      });
    },
  );

  it("outside the 24 hour window the job fails with the code that says so", () => {
    const decision = decideAfterRefusal({ attempts: 1 }, refused("window"), limits);
    expect(decision).toEqual({ to: "failed", code: "WINDOW_CLOSED", error: "Something went wrong" });
  });

  it.each(["transient", "pair_rate", "number_rate", "app_rate"] as const)(
    "of the class %s the job is tried again, until it has been tried often enough",
    (errorClass) => {
      expect(decideAfterRefusal({ attempts: 7 }, refused(errorClass), limits)).toMatchObject({
        to: "queued",
        code: "131000",
        error: "Something went wrong",
        countAttempt: true,
      });
      expect(decideAfterRefusal({ attempts: 8 }, refused(errorClass), limits)).toEqual({
        to: "failed",
        code: "131000",
        error: "Something went wrong (after 8 attempts)",
      });
    },
  );

  it("the pause is the one of the retry policy", () => {
    const delayMs = delayOf(decideAfterRefusal({ attempts: 4 }, refused("transient"), limits));
    expect(delayMs).toBeGreaterThanOrEqual(6_000);
    expect(delayMs).toBeLessThanOrEqual(8_000);
  });

  it("Meta's Retry-After makes the pause longer and never shorter", () => {
    expect(delayOf(decideAfterRefusal({ attempts: 1 }, refused("app_rate", 45_000), limits))).toBe(45_000);
    expect(delayOf(decideAfterRefusal({ attempts: 6 }, refused("app_rate", 1), limits))).toBeGreaterThan(
      1_000,
    );
  });

  it("too many messages to one customer pause for four to the power of X seconds, as Meta asks", () => {
    const pauses = [1, 2, 3, 4, 5].map((attempts) =>
      delayOf(decideAfterRefusal({ attempts }, refused("pair_rate"), { attemptsMax: 100, baseMs: 1 })),
    );
    expect(pauses).toEqual([1_000, 4_000, 16_000, 64_000, 256_000]);
  });

  it("that pause, too, ends after ten minutes", () => {
    const decision = decideAfterRefusal({ attempts: 9 }, refused("pair_rate"), {
      attemptsMax: 100,
      baseMs: 1,
    });
    expect(delayOf(decision)).toBe(TEN_MINUTES_MS);
  });

  it.each(["transient", "number_rate", "app_rate"] as const)(
    "the class %s knows nothing of that pause",
    (errorClass) => {
      const decision = decideAfterRefusal({ attempts: 5 }, refused(errorClass), {
        attemptsMax: 100,
        baseMs: 1,
      });
      expect(delayOf(decision)).toBeLessThanOrEqual(16);
    },
  );
});

it("a pause that Meta asks for is kept, up to ten minutes", () => {
  const refused = { kind: "refused", class: "transient", code: "4", message: "", httpStatus: 429 } as const;
  const limits = { attemptsMax: 8, baseMs: 1_000 };
  const delayFor = (retryAfterMs: number) =>
    decideAfterRefusal({ attempts: 1 }, { ...refused, retryAfterMs }, limits);
  expect(delayFor(30_000)).toMatchObject({ to: "queued", delayMs: 30_000 });
  expect(delayFor(86_400_000)).toMatchObject({ to: "queued", delayMs: 600_000 });
});
