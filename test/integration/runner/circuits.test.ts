import { describe, expect, it } from "vitest";
import { checkOne } from "@/domain/health";
import { runOutbound } from "@/domain/runner";
import { circuit } from "@/infra/circuit/circuit";
import { conversationOf, customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const settings = {
  CIRCUIT_FAILURES: "3",
  CIRCUIT_COOLDOWN_MS: "300",
  JOB_RETRY_BASE_MS: "1",
  RUNNER_CONCURRENCY: "1",
};

async function writes(): Promise<string> {
  const [wamid = ""] = await customerWrites(phoneNumberId, newCustomer(), "hello");
  return wamid;
}

const circuitCloses = (name: "meta" | "deepseek") =>
  expect.poll(() => circuit(name).status().retryInMs, { timeout: 2_000 }).toBe(0);

describe("the circuit of Meta", () => {
  it("opens after three failures in a row; then jobs wait without being tried", async () => {
    setEnv(settings);
    await metaDoes(simulator.meta, { type: "refuse", code: 131016 });
    const wamids = [await writes(), await writes(), await writes(), await writes()];

    await runOutbound();

    expect(circuit("meta").status().state).toBe("open");
    expect(await simulator.meta.calls({})).toHaveLength(3);
    const attempts = await Promise.all(wamids.map(async (wamid) => (await jobOf(wamid)).attempts));
    expect(attempts.reduce((sum, each) => sum + each, 0)).toBe(3);
    expect(await checkOne("whatsapp")).toMatchObject({
      status: "warn",
      output: expect.stringMatching(/meta/),
    });
  });

  it("lets one call through after a while; when that fails it opens again, when it succeeds all go on", async () => {
    setEnv(settings);
    await metaDoes(simulator.meta, { type: "http-error", status: 403 }, { times: 4 });
    const wamids = [await writes(), await writes(), await writes(), await writes()];
    await runOutbound();
    const before = (await simulator.meta.calls({})).length;

    await circuitCloses("meta");
    await runOutbound();
    expect(circuit("meta").status().state).toBe("open");
    expect(await simulator.meta.calls({})).toHaveLength(before + 1);

    await circuitCloses("meta");
    await runOutbound();
    expect(circuit("meta").status().state).toBe("closed");
    for (const wamid of wamids) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });

  it("is not opened by refusals that have a reason: they are answers", async () => {
    setEnv(settings);
    await metaDoes(simulator.meta, { type: "refuse", code: 131026 }, { times: 5 });
    for (let customer = 0; customer < 5; customer += 1) await writes();
    await runOutbound();
    expect(circuit("meta").status().state).toBe("closed");
  });

  it("a run that waits for the circuit goes on by itself when Meta is back", async () => {
    setEnv(settings);
    await metaDoes(simulator.meta, { type: "refuse", code: 131016 }, { times: 3 });
    const wamids = [await writes(), await writes()];
    await runOutbound({ lingerMs: 5_000, stop: AbortSignal.timeout(3_000) });
    for (const wamid of wamids) expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });
});

describe("the circuit of an AI provider", () => {
  it("leaves a provider alone that has failed three times, and asks the other at once", async () => {
    setEnv(settings);
    await simulator.meta.addFault({ target: "ai:deepseek", action: { type: "http-error", status: 503 } });
    for (let customer = 0; customer < 5; customer += 1) await writes();
    await runOutbound();
    expect(circuit("deepseek").status().state).toBe("open");
    expect(await checkOne("ai")).toMatchObject({ status: "warn", output: expect.stringMatching(/deepseek/) });
    const usage = await rows(`SELECT provider FROM "AiUsage" ORDER BY id DESC LIMIT 2`);
    expect(usage).toEqual([{ provider: "openai" }, { provider: "openai" }]);
  });

  it("postpones the jobs when both are open, and uses up none of their attempts", async () => {
    setEnv({ ...settings, CIRCUIT_COOLDOWN_MS: "60000", AI_MAX_ATTEMPTS: "20" });
    await simulator.meta.addFault({ target: "ai", action: { type: "http-error", status: 503 } });
    for (let customer = 0; customer < 3; customer += 1) await writes();
    await runOutbound();
    const wamid = await writes();
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", attempts: 0, errorCode: "AI_CIRCUIT_OPEN" });
  });

  it("does not leave a customer without any answer for long", async () => {
    setEnv({ ...settings, CIRCUIT_COOLDOWN_MS: "60000", AI_GIVE_UP_SECONDS: "60" });
    await simulator.meta.addFault({ target: "ai", action: { type: "http-error", status: 503 } });
    for (let customer = 0; customer < 3; customer += 1) await writes();
    await runOutbound();
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "anybody there?");
    await rows(
      `UPDATE "OutboundJob" SET "createdAt" = now() - interval '61 seconds' WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await repliesTo(from)).toMatchObject([
      { body: expect.stringMatching(/cannot answer automatically/) },
    ]);
    expect(await conversationOf(wamid)).toMatchObject({ mode: "HUMAN" });
  });
});
