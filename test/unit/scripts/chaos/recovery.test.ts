import { expect, it } from "vitest";
import { measureRecoveries } from "../../../../scripts/chaos/recovery";
import { accepts, send } from "./story";

const restart = { how: "crash" as const, downAt: 1_000, upAt: 3_000 };

it("recovery ends with the first answer whose claim came after the restart, not with one claimed before", () => {
  const sends = [send(1), send(2)];
  const claims = [
    { jobId: 1, at: 900 },
    { jobId: 2, at: 3_400 },
  ];
  const effects = [accepts(send(1), [1], 3_100), accepts(send(2), [2], 3_900)];
  expect(measureRecoveries([restart], { claims, sends, effects })).toEqual([
    { ...restart, firstAnswerMs: 900 },
  ]);
});

it("a job that was claimed again counts by the claim before its answer", () => {
  const claims = [
    { jobId: 1, at: 900 },
    { jobId: 1, at: 3_200 },
    { jobId: 1, at: 9_000 },
  ];
  const effects = [accepts(send(1), [1], 3_500)];
  const [recovery] = measureRecoveries([restart], { claims, sends: [send(1)], effects });
  expect(recovery?.firstAnswerMs).toBe(500);
});

it("there is none without an answer", () => {
  const [recovery] = measureRecoveries([restart], { claims: [], sends: [], effects: [] });
  expect(recovery?.firstAnswerMs).toBeNull();
});
