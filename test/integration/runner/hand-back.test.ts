import { expect, it, vi } from "vitest";
import { runOutbound } from "@/domain/runner";
import { aiUsageOf, customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

async function thinking() {
  const from = newCustomer();
  const text = `slow thought ${from}`;
  const action = { type: "delay" as const, ms: 15_000 };
  await simulator.meta.addFault({ target: "ai", action, when: { next: 1 }, match: { textContains: text } });
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  return { from, wamid, isAsked: () => simulator.meta.aiCalls({ textContains: text }) };
}

it("a runner that is asked to end hands back what still thinks, with its attempt, and another answers at once", async () => {
  const { from, wamid, isAsked } = await thinking();
  const stop = new AbortController();
  const running = runOutbound({ stop: stop.signal, graceMs: 0 });
  await expect.poll(isAsked).toHaveLength(1);
  stop.abort();
  expect(await running).toMatchObject([{ outcome: "retried", retryInMs: 0 }]);
  const job = await jobOf(wamid);
  expect(job).toMatchObject({ status: "queued", attempts: 0, errorCode: "HANDED_BACK" });
  expect(await aiUsageOf(job.id)).toMatchObject([{ errorCode: "ABORTED" }]);

  await runOutbound();
  expect(await repliesTo(from)).toHaveLength(1);
});

it("a run whose time is up claims nothing more and hands back what it cannot finish", async () => {
  const { wamid, isAsked } = await thinking();
  const running = runOutbound({ timeLimitMs: 700, graceMs: 200, lingerMs: 60_000 });
  await expect.poll(isAsked).toHaveLength(1);
  const startedAt = performance.now();
  await running;
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "HANDED_BACK" });
});

it("a send that has begun is finished, whatever the grace", async () => {
  const from = newCustomer();
  await metaDoes(simulator.meta, { type: "accept-then-delay", ms: 600 }, { to: from });
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "hello");
  const stop = new AbortController();
  const running = runOutbound({ stop: stop.signal, graceMs: 0 });
  await expect.poll(() => simulator.meta.effects({ recipient: from })).toHaveLength(1);
  stop.abort();
  await running;
  expect(await jobOf(wamid)).toMatchObject({ status: "done" });
});

it("runs leave nothing behind on a signal that outlives them", async () => {
  const stop = new AbortController();
  const added = vi.spyOn(stop.signal, "addEventListener");
  const removed = vi.spyOn(stop.signal, "removeEventListener");
  for (let run = 0; run < 3; run += 1) await runOutbound({ stop: stop.signal });
  expect(added).toHaveBeenCalledTimes(3);
  expect(removed.mock.calls).toEqual(added.mock.calls);
});
