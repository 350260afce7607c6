import { beforeAll, describe, expect, it } from "vitest";
import { addIntegration, resumeIntegration, rotateAccessToken } from "@/domain/integrations";
import { maintainQueue } from "@/domain/maintenance";
import { runOutbound } from "@/domain/runner";
import { aiUsageOf, customerWrites, jobOf, newCustomer, repliesTo } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { setEnv } from "../../support/with-env";

// What Meta's refusals mean for the customer, the number and everybody else (Meta, support/error-codes).

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const OTHER_NUMBER = "200000000000002";

beforeAll(async () => {
  setEnv({ SESSION_SECRET: "session-secret" });
  await addIntegration({
    phoneNumberId: OTHER_NUMBER,
    accessToken: "EAAtest-access-token",
    name: "Other",
  });
  const { businessNumbers } = await simulator.meta.settings();
  const other = { phoneNumberId: OTHER_NUMBER, displayPhoneNumber: "15550000002", wabaId: "2" };
  await simulator.meta.configure({ businessNumbers: [...businessNumbers, other] });
});

const withSecret = () => setEnv({ SESSION_SECRET: "session-secret", CIRCUIT_FAILURES: "1000" });

async function writes(number: string): Promise<{ from: string; wamid: string }> {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(number, from, "hello");
  return { from, wamid };
}

const integrationOf = (number: string) =>
  row<{ status: string; isPaused: boolean; stoppedCode: string | null; pauseCount: number }>(
    `SELECT status, coalesce("pausedUntil" > now(), false) AS "isPaused", "stoppedCode", "pauseCount"
     FROM "Integration" WHERE "phoneNumberId" = $1`,
    [number],
  );

const alertsOf = (kind: string) => rows(`SELECT title FROM "Notification" WHERE kind = $1`, [kind]);

describe("too many messages to one customer (131056)", () => {
  it("delays that customer only, by 1, 4, 16 … seconds, and uses up no attempt", async () => {
    withSecret();
    const [limited, free] = [await writes(phoneNumberId), await writes(phoneNumberId)];
    await metaDoes(simulator.meta, { type: "refuse", code: 131056 }, { to: limited.from });

    await runOutbound();
    expect(await jobOf(free.wamid)).toMatchObject({ status: "done" });
    expect(await jobOf(limited.wamid)).toMatchObject({ status: "queued", errorCode: "131056", attempts: 0 });

    const waits = [await secondsToWait(limited.wamid)];
    for (let refusal = 2; refusal <= 3; refusal += 1) {
      await fallsDue(limited.wamid);
      await runOutbound();
      waits.push(await secondsToWait(limited.wamid));
    }
    expect(waits.map((seconds) => Math.round(seconds))).toEqual([1, 4, 16]);
    expect(await integrationOf(phoneNumberId)).toMatchObject({ status: "ACTIVE", isPaused: false });

    await simulator.meta.clearFaults();
    await fallsDue(limited.wamid);
    await runOutbound();
    expect(await jobOf(limited.wamid)).toMatchObject({ status: "done" });
    expect(await aiUsageOf((await jobOf(limited.wamid)).id)).toHaveLength(1);
  });
});

describe("too many messages of one number (130429)", () => {
  it("pauses that number only, and slows it down afterwards", async () => {
    withSecret();
    await metaDoes(simulator.meta, { type: "refuse", code: 130429 }, { from: phoneNumberId });
    const limited = await writes(phoneNumberId);
    const free = await writes(OTHER_NUMBER);

    await runOutbound();
    expect(await jobOf(limited.wamid)).toMatchObject({ status: "queued", errorCode: "130429", attempts: 0 });
    expect(await jobOf(free.wamid)).toMatchObject({ status: "done" });
    expect(await integrationOf(phoneNumberId)).toMatchObject({ isPaused: true, pauseCount: 1 });

    const another = await writes(phoneNumberId);
    await runOutbound();
    expect(await jobOf(another.wamid)).toMatchObject({ status: "queued", attempts: 0, errorCode: null });

    await simulator.meta.clearFaults();
    await rows(`UPDATE "Integration" SET "pausedUntil" = now() - interval '1 second'`);
    await runOutbound();
    expect(await jobOf(limited.wamid)).toMatchObject({ status: "done" });
    expect(await jobOf(another.wamid)).toMatchObject({ status: "done" });
  });

  it("refusals of one burst are one pause; the next one is longer", async () => {
    withSecret();
    await metaDoes(simulator.meta, { type: "refuse", code: 130429 }, { from: phoneNumberId });
    for (let customer = 0; customer < 5; customer += 1) await writes(phoneNumberId);
    await runOutbound();
    expect(await integrationOf(phoneNumberId)).toMatchObject({ pauseCount: 1 });

    await rows(`UPDATE "Integration" SET "pausedUntil" = now() - interval '1 millisecond'`);
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued'`);
    await runOutbound();
    expect(await integrationOf(phoneNumberId)).toMatchObject({ pauseCount: 2 });
    const { seconds } = await row<{ seconds: number }>(
      `SELECT extract(epoch FROM "pausedUntil" - now())::float AS seconds FROM "Integration" WHERE "phoneNumberId" = $1`,
      [phoneNumberId],
    );
    expect(seconds).toBeGreaterThan(1);
  });

  it("a spam warning (131048) pauses the number for an hour and tells a person once", async () => {
    withSecret();
    await metaDoes(simulator.meta, { type: "refuse", code: 131048 }, { from: phoneNumberId });
    for (let customer = 0; customer < 3; customer += 1) await writes(phoneNumberId);
    await runOutbound();
    expect(await integrationOf(phoneNumberId)).toMatchObject({ isPaused: true });
    expect(await alertsOf("NUMBER_PAUSED")).toHaveLength(1);
  });
});

describe("an access token that is not valid any more (190)", () => {
  it("stops the number, alerts once, loses nothing, and work goes on after the token is replaced", async () => {
    withSecret();
    await metaDoes(simulator.meta, { type: "refuse", code: 190 }, { from: OTHER_NUMBER });
    const waiting = [await writes(OTHER_NUMBER), await writes(OTHER_NUMBER), await writes(OTHER_NUMBER)];
    const free = await writes(phoneNumberId);

    await runOutbound();
    waiting.push(await writes(OTHER_NUMBER));
    await runOutbound();

    expect(await integrationOf(OTHER_NUMBER)).toMatchObject({ status: "STOPPED", stoppedCode: "190" });
    expect(await alertsOf("NUMBER_STOPPED")).toHaveLength(1);
    expect(await jobOf(free.wamid)).toMatchObject({ status: "done" });
    for (const { wamid } of waiting)
      expect(await jobOf(wamid)).toMatchObject({ status: "queued", attempts: 0 });

    await simulator.meta.clearFaults();
    await rotateAccessToken(OTHER_NUMBER, "EAAtest-access-token");
    await runOutbound();
    for (const { from, wamid } of waiting) {
      expect(await jobOf(wamid)).toMatchObject({ status: "done" });
      expect(await repliesTo(from)).toHaveLength(1);
    }
  });

  it("of the environment goes on by itself once a deployment has brought another one", async () => {
    withSecret();
    const waiting = await writes(phoneNumberId);
    setEnv({ WHATSAPP_ACCESS_TOKEN: "EAAexpired-access-token" });
    await runOutbound();
    expect(await integrationOf(phoneNumberId)).toMatchObject({ status: "STOPPED" });
    expect(await maintainQueue()).toMatchObject({ numbersResumed: 0 });

    setEnv({ WHATSAPP_ACCESS_TOKEN: "EAAtest-access-token" });
    expect(await maintainQueue()).toMatchObject({ numbersResumed: 1 });
    await runOutbound();
    expect(await jobOf(waiting.wamid)).toMatchObject({ status: "done" });
  });

  it("refused to a runner that still used the old token does not stop a number that has a new one", async () => {
    withSecret();
    const { wamid } = await writes(OTHER_NUMBER);
    await metaDoes(simulator.meta, { type: "refuse", code: 190 }, { from: OTHER_NUMBER, times: 1 });
    await simulator.meta.addFault({ target: "ai", action: { type: "delay", ms: 400 }, when: { next: 1 } });
    const running = runOutbound();
    await expect.poll(async () => (await jobOf(wamid)).status).toBe("running");
    await rotateAccessToken(OTHER_NUMBER, "EAAtest-access-token");
    await running;
    expect(await integrationOf(OTHER_NUMBER)).toMatchObject({ status: "ACTIVE" });
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });
});

describe("a restricted or unpaid account", () => {
  it("stops the number until somebody says that it is mended", async () => {
    withSecret();
    await metaDoes(simulator.meta, { type: "refuse", code: 131042 }, { from: phoneNumberId, times: 1 });
    const { wamid } = await writes(phoneNumberId);
    await runOutbound();
    expect(await integrationOf(phoneNumberId)).toMatchObject({ status: "STOPPED", stoppedCode: "131042" });
    expect(await maintainQueue()).toMatchObject({ numbersResumed: 0 });

    await resumeIntegration(phoneNumberId);
    await expect(resumeIntegration(phoneNumberId)).rejects.toMatchObject({ code: "NOT_FOUND" });
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });
});

it("a process without a token for a number leaves its jobs to others and costs them no attempt", async () => {
  setEnv({ SESSION_SECRET: "session-secret", WHATSAPP_ACCESS_TOKEN: undefined });
  const { wamid } = await writes(phoneNumberId);
  await runOutbound();
  expect(await jobOf(wamid)).toMatchObject({ status: "queued", attempts: 0, errorCode: "NOT_CONFIGURED" });
  expect(await integrationOf(phoneNumberId)).toMatchObject({ status: "ACTIVE" });
});

async function secondsToWait(wamid: string): Promise<number> {
  const { seconds } = await row<{ seconds: number }>(
    `SELECT extract(epoch FROM "runAt" - now())::float AS seconds FROM "OutboundJob"
     WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return seconds;
}

async function fallsDue(wamid: string): Promise<void> {
  await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE "inboundProviderMessageId" = $1`, [wamid]);
}
