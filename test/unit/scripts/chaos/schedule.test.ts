import { describe, expect, it } from "vitest";
import { Random } from "../../../../scripts/chaos/random";
import { type PlannedStrike, planStrikes } from "../../../../scripts/chaos/schedule";

const planOf = (seed: number, durationMs: number) =>
  planStrikes(new Random(seed), { durationMs, leaseMs: 5_000 });
const isRestart = (strike: PlannedStrike) => strike.kind === "restart PostgreSQL";

describe("the plan of the strikes", () => {
  it("is the same for the same seed, and another for another", () => {
    expect(planOf(7, 60_000)).toEqual(planOf(7, 60_000));
    expect(planOf(7, 60_000)).not.toEqual(planOf(8, 60_000));
  });

  it.each([20_000, 180_000])(
    "has something of everything within %i ms, in the order of time",
    (durationMs) => {
      const plan = planOf(1, durationMs);
      const kinds = new Set(plan.map((strike) => strike.kind));
      expect([...kinds].toSorted()).toEqual([
        "kill",
        "outage",
        "restart PostgreSQL",
        "stop",
        "swallow a send",
        "terminate backends",
      ]);
      const times = plan.map(({ atMs }) => atMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      expect(times.every((atMs) => atMs >= 0 && atMs < durationMs)).toBe(true);
      const restarts = plan.flatMap((strike) => (strike.kind === "restart PostgreSQL" ? strike.how : []));
      expect(new Set(restarts)).toEqual(new Set(["fast", "crash"]));
    },
  );

  it("stops processes for longer than their lease", () => {
    const stops = planOf(3, 180_000).filter((strike) => strike.kind === "stop");
    expect(stops.length).toBeGreaterThan(5);
    expect(stops.every(({ stoppedMs }) => stoppedMs > 5_000)).toBe(true);
  });

  it("leaves app 1 alone once its memory is watched", () => {
    const late = Array.from({ length: 20 }, (_, seed) => planOf(seed, 180_000))
      .flat()
      .filter(({ atMs }) => atMs > 180_000 / 8);
    expect(late.some((strike) => "process" in strike && strike.process === "app 1")).toBe(false);
    expect(late.some((strike) => "process" in strike && strike.process === "app 2")).toBe(true);
    expect(late.filter(isRestart).length).toBeGreaterThan(100);
  });
});
