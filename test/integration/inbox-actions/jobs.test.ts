import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as cancel from "@/app/api/inbox/jobs/[id]/cancel/route";
import * as confirm from "@/app/api/inbox/jobs/[id]/confirm/route";
import * as rerun from "@/app/api/inbox/jobs/[id]/rerun/route";
import * as resend from "@/app/api/inbox/jobs/[id]/resend/route";
import * as retry from "@/app/api/inbox/jobs/[id]/retry/route";
import * as job from "@/app/api/inbox/jobs/[id]/route";
import * as jobs from "@/app/api/inbox/jobs/route";
import * as retryMessage from "@/app/api/inbox/messages/[id]/retry/route";
import { runOutbound } from "@/domain/runner";
import { claimOne, createIntegration, repliesTo } from "../../support/factories";
import { createUser, startConversation } from "../../support/inbox";
import { ask, auditOf, change, read, send, takenOver } from "../../support/inbox-actions";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { loseAnswer } from "../../support/uncertain";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;
let other = "";
let userId = "";

beforeAll(async () => {
  const { organizationId } = await row<{ organizationId: string }>(
    `SELECT "organizationId" FROM "Integration" WHERE "phoneNumberId" = $1`,
    [phoneNumberId],
  );
  ({ id: userId } = await createUser(organizationId));
  ({ phoneNumberId: other } = await createIntegration());
});
beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));
afterEach(() => simulator.meta.clearFaults());

const of = (id: number) => ({ params: { id } });

async function uncertainJob() {
  const { conversationId, customer } = await startConversation(phoneNumberId, "question");
  const claim = await claimOne();
  await loseAnswer(simulator.meta, claim, "cut-before-accept");
  return { id: claim.job.id, conversationId, customer };
}

/** A person's message that Meta refuses with a code. */
async function refused(code: number) {
  const conversationId = await takenOver(phoneNumberId);
  const { phone } = await row<{ phone: string }>(
    `SELECT p.phone FROM "Contact" p JOIN "Conversation" c ON c."contactId" = p.id WHERE c.id = $1`,
    [conversationId],
  );
  await metaDoes(simulator.meta, { type: "refuse", code }, { to: phone });
  const { body } = await send(conversationId, { text: "hello again" });
  await rows(`UPDATE "OutboundJob" SET attempts = 100 WHERE id = $1`, [body.jobId]);
  await runOutbound();
  await simulator.meta.clearFaults();
  const message = await row<{ id: number }>(
    `SELECT id FROM "Message" WHERE "conversationId" = $1 AND direction = 'OUTBOUND'`,
    [conversationId],
  );
  return { conversationId, customer: phone, jobId: body.jobId as number, messageId: message.id };
}

async function foreignJob(): Promise<number> {
  const { conversationId } = await startConversation(other, "hello");
  return (
    await row<{ id: number }>(`SELECT id FROM "OutboundJob" WHERE "conversationId" = $1`, [conversationId])
  ).id;
}

describe("the list of jobs", () => {
  it("has the newest first, page by page and by status, with why and how many of each", async () => {
    const made: number[] = [];
    for (let count = 0; count < 3; count += 1) {
      const { conversationId } = await startConversation(phoneNumberId, "hello");
      const { id } = await row<{ id: number }>(`SELECT id FROM "OutboundJob" WHERE "conversationId" = $1`, [
        conversationId,
      ]);
      made.unshift(id);
    }
    const { id: uncertain } = await (async () => {
      await rows(`UPDATE "OutboundJob" SET "runAt" = now() + interval '1 hour' WHERE id = ANY($1)`, [made]);
      return uncertainJob();
    })();
    const first = await read(jobs.GET, { query: { limit: "2" } });
    expect(first.body.jobs.map(({ id }: { id: number }) => id)).toEqual([uncertain, made[0]]);
    const next = await read(jobs.GET, { query: { limit: "100", before: String(first.body.before) } });
    expect(next.body.jobs.map(({ id }: { id: number }) => id)).toEqual(made.slice(1));
    expect(next.body.before).toBeNull();
    const queued = await read(jobs.GET, { query: { status: "queued" } });
    expect(queued.body.jobs.map(({ id }: { id: number }) => id)).toEqual(made);
    expect(queued.body.counts).toMatchObject({ queued: 3, due: 0, running: 0, uncertain: 1, failed: 0 });
    await foreignJob();
    expect((await read(jobs.GET)).body.counts).toMatchObject({ queued: 3, uncertain: 1 });
    expect((await read(jobs.GET, { query: { status: "lost" } })).status).toBe(400);
  });

  it("tells of one job what was tried and why it ended", async () => {
    const { jobId } = await refused(131026);
    const { body } = await read(job.GET, of(jobId));
    expect(body.job).toMatchObject({
      id: jobId,
      status: "failed",
      author: "PERSON",
      reply: ["hello again"],
      canRetry: true,
      error: { code: "131026", reason: expect.stringContaining("delivered") },
      sends: [{ part: 1, status: "refused", errorCode: "131026" }],
    });
    expect(body.job).not.toHaveProperty("leaseToken");
  });
});

describe("another organization's job", () => {
  it("is not found by anything, and stays as it is", async () => {
    const id = await foreignJob();
    const before = await row(`SELECT * FROM "OutboundJob" WHERE id = $1`, [id]);
    expect((await read(job.GET, of(id))).status).toBe(404);
    for (const route of [retry.POST, cancel.POST, confirm.POST, resend.POST])
      expect((await ask(route, of(id))).status).toBe(404);
    expect((await ask(rerun.POST, { ...of(id), body: {} })).status).toBe(404);
    expect(await row(`SELECT * FROM "OutboundJob" WHERE id = $1`, [id])).toEqual(before);
  });
});

describe("an uncertain job", () => {
  it("is confirmed, with who vouched for it, as often as that is said", async () => {
    const { id } = await uncertainJob();
    expect(await ask(confirm.POST, of(id))).toMatchObject({ status: 200, left: 1, body: { jobId: id } });
    expect(await ask(confirm.POST, of(id))).toMatchObject({ status: 200 });
    expect((await read(job.GET, of(id))).body.job).toMatchObject({
      status: "done",
      sends: [{ status: "accepted", settledBy: "operator" }],
    });
    expect(await auditOf("OutboundJob", id)).toMatchObject([
      { actor: `user:${userId}`, action: "confirm_sent" },
    ]);
    expect(await ask(cancel.POST, of(id))).toMatchObject({ status: 409 });
  });

  it("is sent once more, once, and says that it may be a duplicate", async () => {
    const { id, customer } = await uncertainJob();
    const both = await Promise.all([ask(resend.POST, of(id)), ask(resend.POST, of(id))]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    await runOutbound();
    expect(await repliesTo(customer)).toMatchObject([{ status: "SENT", possibleDuplicate: true }]);
    expect(await auditOf("OutboundJob", id)).toMatchObject([{ action: "resend" }]);
  });

  it("is cancelled, and may then be neither confirmed nor sent", async () => {
    const { id } = await uncertainJob();
    expect(await ask(cancel.POST, of(id))).toMatchObject({ status: 200 });
    expect(await ask(cancel.POST, of(id))).toMatchObject({ status: 200 });
    expect(await ask(confirm.POST, of(id))).toMatchObject({ status: 409 });
    expect(await ask(resend.POST, of(id))).toMatchObject({
      status: 409,
      body: { error: { code: "CONFLICT" } },
    });
    expect(await ask(retry.POST, of(id))).toMatchObject({ status: 409 });
    expect(await auditOf("OutboundJob", id)).toHaveLength(1);
  });
});

describe("a job that waits", () => {
  it("is cancelled, and tried again as a new job, which is the same however often that is asked", async () => {
    const { conversationId, customer } = await startConversation(phoneNumberId, "question");
    const { id } = await row<{ id: number }>(`SELECT id FROM "OutboundJob" WHERE "conversationId" = $1`, [
      conversationId,
    ]);
    expect(await ask(retry.POST, of(id))).toMatchObject({ status: 409 });
    await ask(cancel.POST, of(id));
    const again = await ask(retry.POST, of(id));
    expect(again).toMatchObject({ status: 200, left: 1 });
    expect(again.body.jobId).not.toBe(id);
    expect((await ask(retry.POST, of(id))).body.jobId).toBe(again.body.jobId);
    await runOutbound();
    expect(await repliesTo(customer)).toHaveLength(1);
    expect((await read(job.GET, of(id))).body.job).toMatchObject({
      status: "cancelled",
      retryId: again.body.jobId,
    });
  });
});

describe("thinking again", () => {
  it("shows both answers and sends nothing", async () => {
    const { conversationId, customer } = await startConversation(phoneNumberId, "question");
    const { id } = await row<{ id: number }>(`SELECT id FROM "OutboundJob" WHERE "conversationId" = $1`, [
      conversationId,
    ]);
    expect(await ask(rerun.POST, { ...of(id), body: {} })).toMatchObject({ status: 409 });
    await runOutbound();
    const before = await repliesTo(customer);
    const thought = await ask(rerun.POST, { ...of(id), body: {} });
    expect(thought).toMatchObject({
      status: 200,
      body: { rerun: { jobId: id, before: { outcome: "reply" }, after: { parts: [expect.any(String)] } } },
    });
    expect(await repliesTo(customer)).toEqual(before);
    expect(await ask(rerun.POST, { ...of(id), body: { model: "acme/x" } })).toMatchObject({ status: 400 });
    expect(await ask(rerun.POST, { ...of(id), body: { personaVersion: 77 } })).toMatchObject({ status: 409 });
  });
});

describe("a failed message", () => {
  const again = (messageId: number) => ask(retryMessage.POST, of(messageId));

  it("is tried again as a new job, which is the same however often that is asked, and the old attempt stays", async () => {
    const { messageId, jobId, customer } = await refused(131000);
    const tried = await Promise.all([again(messageId), again(messageId)]);
    const retried = tried.filter(({ status }) => status === 200);
    expect(retried.length).toBeGreaterThan(0);
    expect((await again(messageId)).body.jobId).toBe(retried[0]?.body.jobId);
    expect(retried[0]?.body.jobId).not.toBe(jobId);
    await runOutbound();
    expect(await repliesTo(customer)).toMatchObject([
      { status: "FAILED" },
      { body: "hello again", status: "SENT" },
    ]);
    expect(await auditOf("OutboundJob", jobId)).toMatchObject([{ actor: `user:${userId}`, action: "retry" }]);
  });

  it.each([131026, 131050, 131051])("is not tried again where nothing would change (%d)", async (code) => {
    const { messageId, jobId } = await refused(code);
    expect(await again(messageId)).toMatchObject({
      status: 409,
      body: { error: { message: expect.stringContaining("cannot be tried again") } },
      left: 0,
    });
    expect(await auditOf("OutboundJob", jobId)).toEqual([]);
  });

  it("is not tried again where its state forbids a message now, and that is named", async () => {
    const { messageId, conversationId } = await refused(131000);
    await change(conversationId, { lastInboundAt: new Date(Date.now() - 25 * 3_600_000) });
    expect(await again(messageId)).toMatchObject({
      status: 409,
      body: { error: { state: "window_closed" } },
    });
    await change(conversationId, { lastInboundAt: new Date(), mode: "BOT" });
    expect(await again(messageId)).toMatchObject({ status: 409, body: { error: { state: "bot_owned" } } });
  });

  it("is one that has failed, of ours, and of this organization", async () => {
    const { wamids, conversationId } = await startConversation(phoneNumberId, "question");
    const inbound = await row<{ id: number }>(`SELECT id FROM "Message" WHERE "providerMessageId" = $1`, [
      wamids[0],
    ]);
    expect(await again(inbound.id)).toMatchObject({ status: 404 });
    await runOutbound();
    const sent = await row<{ id: number }>(
      `SELECT id FROM "Message" WHERE "conversationId" = $1 AND direction = 'OUTBOUND'`,
      [conversationId],
    );
    expect(await again(sent.id)).toMatchObject({ status: 409 });
    await rows(`UPDATE "Message" SET "organizationId" = 'another' WHERE id = $1`, [sent.id]);
    expect(await again(sent.id)).toMatchObject({ status: 404 });
  });
});
