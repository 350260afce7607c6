import { expect, it } from "vitest";
import { summariseMemory } from "../../../../scripts/chaos/memory";

const sample = (seconds: number, rssMb: number, pid = 1) => ({ at: seconds * 1_000, pid, rssMb });

it("tells first, last, most and the trend", () => {
  const samples = [sample(0, 100), sample(30, 130), sample(60, 120)];
  expect(summariseMemory(samples)).toEqual({
    firstMb: 100,
    lastMb: 120,
    maxMb: 130,
    mbPerMinute: 20,
    samples,
  });
});

it("a level with noise on it has no trend", () => {
  const samples = [sample(0, 100), sample(20, 110), sample(40, 110), sample(60, 100)];
  expect(summariseMemory(samples)?.mbPerMinute).toBeCloseTo(0);
});

it("looks at the last process only, and at nothing without two samples of it", () => {
  expect(summariseMemory([sample(0, 900), sample(2, 100, 2), sample(4, 101, 2)])?.firstMb).toBe(100);
  expect(summariseMemory([sample(0, 900), sample(2, 100, 2)])).toBeNull();
  expect(summariseMemory([])).toBeNull();
});
