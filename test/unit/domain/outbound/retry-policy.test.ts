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
function delayOf({ end }: ReturnType<typeof decideAfterRefusal>): number {
  if (end.to !== "queued") throw new Error(`The job is ${end.to}`);
  return end.delayMs;
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
  const first = { attempts: 1, pairRefusals: 0, wasOutsideWindow: false };

  it.each(["permanent", "recipient", "template"] as const)(
    "of the class %s the job fails at once, with a reason in words: nothing would get better",
    (errorClass) => {
      const { end, number } = decideAfterRefusal(first, refused(errorClass), limits);
      expect(end).toMatchObject({ to: "failed", code: "131000" });
      expect(end).toMatchObject({ error: expect.stringMatching(/^[A-Z].+\. Meta: Something went wrong$/) });
      expect(number).toBeUndefined();
    },
  );

  it("outside the 24 hour window it is tried once more after a while: Meta may not know its own window yet", () => {
    const { end } = decideAfterRefusal(first, refused("window"), limits);
    expect(end).toMatchObject({ to: "queued", delayMs: 30_000, code: "131000", countAttempt: true });
    expect(delayOf(decideAfterRefusal(first, refused("window", 90_000), limits))).toBe(90_000);
  });

  it("outside the 24 hour window for the second time the job fails with the code that says so", () => {
    const again = { ...first, wasOutsideWindow: true };
    const last = { ...first, attempts: 8 };
    for (const refusals of [again, last])
      expect(decideAfterRefusal(refusals, refused("window"), limits).end).toMatchObject({
        to: "failed",
        code: "WINDOW_CLOSED",
      });
  });

  it.each(["credentials", "policy"] as const)(
    "of the class %s the number stops, and the job waits",
    (errorClass) => {
      const decision = decideAfterRefusal({ ...first, attempts: 8 }, refused(errorClass), limits);
      expect(decision.number).toEqual({ to: "stop" });
      expect(decision.end).toMatchObject({ to: "queued", countAttempt: false });
    },
  );

  it.each([
    ["number_rate", "number", 0, false],
    ["app_rate", "organization", 0, false],
    ["spam", "number", 3_600_000, true],
  ] as const)(
    "of the class %s the %s pauses, and no attempt is used up",
    (errorClass, scope, atLeastMs, isForPerson) => {
      const decision = decideAfterRefusal({ ...first, attempts: 8 }, refused(errorClass), limits);
      expect(decision.number).toEqual({ to: "pause", scope, atLeastMs, isForPerson });
      expect(decision.end).toMatchObject({ to: "queued", countAttempt: false });
    },
  );

  it("that Meta's trouble has caused the job is tried again, until it has been tried often enough", () => {
    const again = (attempts: number) =>
      decideAfterRefusal({ ...first, attempts }, refused("transient"), limits).end;
    expect(again(7)).toMatchObject({ to: "queued", code: "131000", countAttempt: true });
    expect(again(8)).toMatchObject({ to: "failed", error: expect.stringMatching(/after 8 attempts/) });
  });

  it("without a reason the job is tried once more and no oftener", () => {
    expect(decideAfterRefusal(first, refused("doubtful"), limits).end).toMatchObject({ to: "queued" });
    const second = decideAfterRefusal({ ...first, attempts: 2 }, refused("doubtful"), limits);
    expect(second.end).toMatchObject({ to: "failed" });
  });

  it("the pause is the one of the retry policy", () => {
    const delayMs = delayOf(decideAfterRefusal({ ...first, attempts: 4 }, refused("transient"), limits));
    expect(delayMs).toBeGreaterThanOrEqual(6_000);
    expect(delayMs).toBeLessThanOrEqual(8_000);
  });

  it.each(["transient", "pair_rate", "number_rate", "app_rate", "credentials"] as const)(
    "Meta's Retry-After makes the pause of the class %s longer, up to an hour",
    (errorClass) => {
      expect(delayOf(decideAfterRefusal(first, refused(errorClass, 45_000), limits))).toBe(45_000);
      expect(delayOf(decideAfterRefusal(first, refused(errorClass, 86_400_000), limits))).toBe(3_600_000);
    },
  );

  it("Meta's Retry-After never makes a pause shorter", () => {
    const late = { ...first, attempts: 6 };
    expect(delayOf(decideAfterRefusal(late, refused("transient", 1), limits))).toBeGreaterThan(1_000);
  });

  it("too many messages to one customer pause for four to the power of X seconds, as Meta asks", () => {
    const pauses = [0, 1, 2, 3, 4, 5].map((pairRefusals) =>
      delayOf(decideAfterRefusal({ ...first, attempts: 8, pairRefusals }, refused("pair_rate"), limits)),
    );
    expect(pauses).toEqual([1_000, 4_000, 16_000, 64_000, 256_000, TEN_MINUTES_MS]);
  });

  it("too many messages to one customer concern no other customer and use up no attempt", () => {
    const decision = decideAfterRefusal({ ...first, attempts: 8 }, refused("pair_rate"), limits);
    expect(decision.number).toBeUndefined();
    expect(decision.isPairRefusal).toBe(true);
    expect(decision.end).toMatchObject({ to: "queued", countAttempt: false });
  });

  it("behind an open circuit the job waits as long as the circuit stays open", () => {
    const decision = decideAfterRefusal({ ...first, attempts: 8 }, refused("circuit_open", 12_000), limits);
    expect(decision).toEqual({
      end: expect.objectContaining({ to: "queued", delayMs: 12_000, countAttempt: false }),
    });
  });
});
