import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { within } from "@/lib/within";

it("gives what the work gives, and throws what it throws", async () => {
  expect(await within(1_000, Promise.resolve(7))).toBe(7);
  await expect(within(1_000, Promise.reject(new Error("refused")))).rejects.toThrow("refused");
});

it("ends when the time is over, and a failure that comes later troubles nobody", async () => {
  const unhandled: unknown[] = [];
  const note = (error: unknown) => unhandled.push(error);
  process.on("unhandledRejection", note);
  let fail: (error: Error) => void = () => undefined;
  const work = new Promise<never>((_, reject) => {
    fail = reject;
  });
  await expect(within(10, work)).rejects.toThrow("No answer within 10 ms");
  fail(new Error("too late"));
  await sleep(0); // Node tells of unhandled rejections after the microtasks of this turn.
  process.off("unhandledRejection", note);
  expect(unhandled).toEqual([]);
});
