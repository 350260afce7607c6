import { beforeEach, describe, expect, it } from "vitest";
import { replyAsPerson, rescueExpiredJobs, resendUncertain, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import {
  claimOne,
  conversationOf,
  customerWrites,
  expireLease,
  jobOf,
  newCustomer,
  repliesTo,
  sendReply,
  sendsOf,
  textReply,
} from "../../support/factories";
import { atFaultPoint } from "../../support/fault-hook";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { knowTemplate, lastWrote, useReopenTemplate } from "../../support/templates";
import { loseAnswer } from "../../support/uncertain";
import { setEnv } from "../../support/with-env";

// What goes out when the window has closed before the answer: the template that the number has for it, once.

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const REOPENED = "Hello there, we have an answer to your message. Reply to go on.";

beforeEach(async () => {
  setEnv({ CIRCUIT_FAILURES: "1000" });
  await useReopenTemplate(phoneNumberId);
});

async function job(text = "question") {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  return { from, wamid };
}

/** A job for which the window has closed. */
async function lateJob(text?: string) {
  const found = await job(text);
  await lastWrote(found.from, "24:00:01");
  return found;
}

/** Works until the first claim has ended: the template is stored, not sent. */
async function workOneClaim(): Promise<void> {
  const stop = new AbortController();
  atFaultPoint("settle.after", () => stop.abort());
  await runOutbound({ stop: stop.signal });
}

async function conversationIdOf(wamid: string): Promise<number> {
  const sql = `SELECT "conversationId" AS id FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`;
  return (await row<{ id: number }>(sql, [wamid])).id;
}

const work = () => runOutbound({ lingerMs: 5_000 });
const effectsOf = (from: string) => simulator.meta.effects({ recipient: from });
const outcomeOf = async (wamid: string) =>
  (await sendsOf((await jobOf(wamid)).id)).map(({ idempotencyKey, status }) => [
    idempotencyKey.replace(/^.*wamid\.[\w-]+/, ""),
    status,
  ]);
const isDue = (wamid: string) =>
  rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE "inboundProviderMessageId" = $1`, [wamid]);

describe("a reply for which our window has closed", () => {
  it("goes out as the template, once, with a key of its own; the thread shows what it says", async () => {
    const { from, wamid } = await lateJob("asked too late");
    await work();
    expect(await effectsOf(from)).toMatchObject([{ type: "template", text: REOPENED }]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done", attempts: 1, errorCode: null });
    expect(await outcomeOf(wamid)).toEqual([["%template", "accepted"]]);
    expect(await repliesTo(from)).toMatchObject([{ body: REOPENED, status: "SENT" }]);
    expect(await conversationOf(wamid)).toMatchObject({ notifications: [] });
    expect(await simulator.meta.aiCalls({ textContains: "asked too late" })).toHaveLength(1);
  });

  it("greets the customer by the name they have, as far as a parameter can hold it", async () => {
    const { from, wamid } = await lateJob();
    await rows(`UPDATE "Contact" SET "profileName" = $2 WHERE phone = $1`, [from, " Ana \n\t     Maria "]);
    await work();
    expect(await effectsOf(from)).toMatchObject([{ text: REOPENED.replace("there", "Ana Maria") }]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });

  it("survives its runner at every step: nothing is sent twice, and no AI is asked again", async () => {
    const { from, wamid } = await lateJob("runner dies twice");
    await workOneClaim();
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "WINDOW_CLOSED" });
    expect(await effectsOf(from)).toEqual([]);
    await isDue(wamid);
    const { job } = await claimOne(); // Dies with it.
    await expireLease(job.id);
    await rescueExpiredJobs();
    await work();
    expect(await effectsOf(from)).toHaveLength(1);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await simulator.meta.aiCalls({ textContains: "runner dies twice" })).toHaveLength(1);
  });

  it("becomes uncertain when nobody knows whether Meta took the template, and is sent again under another key only", async () => {
    const { from, wamid } = await lateJob();
    await metaDoes(simulator.meta, { type: "cut-before-accept" }, { to: from, times: 1 });
    await work();
    const { id, status } = await jobOf(wamid);
    expect(status).toBe("uncertain");
    await resendUncertain(id, "operator:test");
    await work();
    expect(await outcomeOf(wamid)).toEqual([
      ["%template", "unknown"],
      ["%template~1", "accepted"],
    ]);
    expect(await effectsOf(from)).toHaveLength(1);
    expect(await repliesTo(from)).toMatchObject([{ body: REOPENED, possibleDuplicate: true }]);
  });

  it("is an answer of the AI's after all when the customer writes before the template is sent", async () => {
    const { from, wamid } = await lateJob();
    await workOneClaim();
    const [second = ""] = await customerWrites(phoneNumberId, from, "hello again");
    await isDue(wamid);
    await work();
    expect(await effectsOf(from)).toMatchObject([
      { type: "text", text: expect.stringContaining("hello again") },
    ]);
    for (const answered of [wamid, second]) expect(await jobOf(answered)).toMatchObject({ status: "done" });
  });

  it("is not sent when a person takes over before the template is", async () => {
    const { from, wamid } = await lateJob();
    await workOneClaim();
    const conversationId = await conversationIdOf(wamid);
    await takeOver({ conversationId, actor: "user:agent" });
    await work();
    expect(await effectsOf(from)).toEqual([]);
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled" });
  });

  it("has the template in the place of the parts that Meta does not have", async () => {
    const { from, wamid } = await job();
    const claim = await claimOne();
    const reply = textReply("first part", "second part", "third part");
    expect(await sendReply(claim, reply, 1)).toMatchObject({ kind: "sent" });
    await lastWrote(from, "24:00:01");
    await expireLease(claim.job.id);
    await rescueExpiredJobs();
    await work();
    expect((await effectsOf(from)).map(({ text }) => text)).toEqual(["first part", REOPENED]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done", partsSent: 2 });
  });

  it("is left to a person where an earlier send may yet turn out to have arrived", async () => {
    const { from, wamid } = await job();
    const claim = await claimOne();
    await loseAnswer(simulator.meta, claim, "cut-before-accept");
    await resendUncertain(claim.job.id, "operator:test");
    await lastWrote(from, "24:00:01");
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "uncertain" });
    expect(await effectsOf(from)).toEqual([]);
  });

  it("is not replaced when it is a person's: they are told", async () => {
    const { from, wamid } = await job();
    const conversationId = await conversationIdOf(wamid);
    await replyAsPerson({ conversationId, actor: "user:agent", text: "My words", clientId: "w" }, "inbox_1");
    await lastWrote(from, "24:00:01");
    await work();
    expect(await effectsOf(from)).toEqual([]);
    expect(await conversationOf(wamid)).toMatchObject({ notifications: ["WINDOW_CLOSED"] });
  });
});

describe("Meta's 131047 although our window is open", () => {
  it("is tried once more after a while, and that is all when Meta has come to know its window", async () => {
    const { from, wamid } = await job();
    await metaDoes(simulator.meta, { type: "refuse", code: 131047 }, { to: from, times: 1 });
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "131047" });
    const { seconds } = await row<{ seconds: number }>(
      `SELECT extract(epoch FROM "runAt" - now())::float AS seconds FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
      [wamid],
    );
    expect(seconds).toBeGreaterThan(20);
    await isDue(wamid);
    await work();
    expect(await effectsOf(from)).toMatchObject([{ type: "text" }]);
    expect(await outcomeOf(wamid)).toEqual([["", "accepted"]]);
  });

  it("again is followed by the template, once, and the refused words stay refused", async () => {
    const { from, wamid } = await job();
    await metaDoes(simulator.meta, { type: "refuse", code: 131047 }, { to: from, times: 2 });
    await runOutbound();
    await isDue(wamid);
    await work();
    expect(await effectsOf(from)).toMatchObject([{ type: "template", text: REOPENED }]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await outcomeOf(wamid)).toEqual([
      ["", "refused"],
      ["%template", "accepted"],
    ]);
    expect(await repliesTo(from)).toMatchObject([{ body: REOPENED, status: "SENT" }]);
  });

  it("also for the template ends the job", async () => {
    const { from, wamid } = await job();
    await metaDoes(simulator.meta, { type: "refuse", code: 131047 }, { to: from });
    await runOutbound();
    await isDue(wamid);
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "WINDOW_CLOSED" });
    expect(await conversationOf(wamid)).toMatchObject({ notifications: ["WINDOW_CLOSED"] });
    expect(await effectsOf(from)).toEqual([]);
  });
});

describe("a template that cannot be sent", () => {
  const choice = () => row<{ parameters: unknown }>(`SELECT parameters FROM "IntegrationTemplate"`);

  it.each(["PAUSED", "GONE"])("because it is %s leaves the job failed, and costs no call", async (status) => {
    await knowTemplate(phoneNumberId, { status });
    const { from, wamid } = await lateJob();
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "WINDOW_CLOSED" });
    expect(await effectsOf(from)).toEqual([]);
  });

  it("because nobody knows the customer's name leaves the job failed", async () => {
    await useReopenTemplate(phoneNumberId, "{{customer_name}}");
    expect(await choice()).toEqual({ parameters: { body: ["{{customer_name}}"] } });
    const { wamid } = await lateJob();
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "WINDOW_CLOSED" });
  });

  it("because it is marketing and the customer wants none leaves the job failed", async () => {
    await knowTemplate(phoneNumberId, { category: "MARKETING" });
    const { from, wamid } = await lateJob();
    await rows(`UPDATE "Contact" SET "marketingOptedOutAt" = now() WHERE phone = $1`, [from]);
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "MARKETING_OPTED_OUT" });
    expect(await effectsOf(from)).toEqual([]);
  });

  it("because the customer has told Meta so (131050) is remembered", async () => {
    const { from, wamid } = await lateJob();
    await metaDoes(simulator.meta, { type: "refuse", code: 131050 }, { to: from, times: 1 });
    await work();
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "131050" });
    const { phone } = await prisma().contact.findFirstOrThrow({
      where: { phone: from, marketingOptedOutAt: { not: null } },
    });
    expect(phone).toBe(from);
  });
});
