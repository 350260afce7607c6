import { describe, expect, it } from "vitest";
import { claimJobs, endClaim, reconcileUncertainJobs, rescueExpiredJobs } from "@/domain/outbound";
import {
  claimOne,
  customerWrites,
  expireLease,
  jobOf,
  newCustomer,
  receive,
  repliesTo,
  sendReply,
  sendsOf,
  textReply,
} from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { loseAnswer } from "../../support/uncertain";
import { status } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

async function claimed() {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
  return { from, wamid, claim: await claimOne() };
}

/** A send whose answer was lost; Meta has taken it or not. */
async function uncertain(type: "accept-then-cut" | "cut-before-accept" = "cut-before-accept") {
  const state = await claimed();
  await loseAnswer(simulator.meta, state.claim, type);
  return state;
}

/** Lets the uncertainty of a job be `seconds` old. */
const age = (jobId: number, seconds: number) =>
  rows(
    `WITH j AS (UPDATE "OutboundJob" SET "uncertainAt" = now() - $2 * interval '1 second' WHERE id = $1)
     UPDATE "OutboundMessageLog" SET "startedAt" = now() - $2 * interval '1 second' WHERE "jobId" = $1`,
    [jobId, seconds],
  );

/** Another customer of the same number gets a reply, and its receipt arrives. */
async function otherReceiptArrives(): Promise<void> {
  const other = await claimed();
  const sent = await sendReply(other.claim, textReply("to another"));
  if (sent.kind !== "sent") throw new Error(sent.kind);
  await receive(phoneNumberId, { statuses: [status(sent.providerMessageId, "sent")] });
}

describe("an uncertain send", () => {
  it("is left alone before its time", async () => {
    const { wamid, claim } = await uncertain();
    await age(claim.job.id, 60);
    await otherReceiptArrives();
    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 0 });
    expect(await jobOf(wamid)).toMatchObject({ status: "uncertain" });
  });

  it("is sent once more after silence, under a new key, marked as a possible duplicate", async () => {
    const { from, wamid, claim } = await uncertain();
    await age(claim.job.id, 121);
    await otherReceiptArrives();

    expect(await reconcileUncertainJobs()).toEqual({ resent: 1, held: 0 });
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", resends: 1 });

    const again = await claimOne();
    expect(await sendReply(again, textReply("answer"))).toMatchObject({ kind: "sent" });

    const sends = await sendsOf(claim.job.id);
    expect(sends).toMatchObject([
      { status: "unknown", idempotencyKey: claim.job.idempotencyKey },
      { status: "accepted", idempotencyKey: `${claim.job.idempotencyKey}~1` },
    ]);
    expect(await repliesTo(from)).toEqual([{ body: "answer", status: "SENT", possibleDuplicate: true }]);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("waits up to five times as long while no receipts of the number arrive at all", async () => {
    const { wamid, claim } = await uncertain();
    await age(claim.job.id, 599);
    await rows(`DELETE FROM "ReceiptEvent"`);
    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 0 });
    await age(claim.job.id, 601);
    expect(await reconcileUncertainJobs()).toEqual({ resent: 1, held: 0 });
    expect(await jobOf(wamid)).toMatchObject({ status: "queued" });
  });

  it("does not take receipts of sends made before it for a sign that receipts arrive", async () => {
    await otherReceiptArrives();
    const { claim } = await uncertain();
    await rows(
      `UPDATE "OutboundMessageLog" SET "startedAt" = now() - interval '1 hour' WHERE "jobId" <> $1`,
      [claim.job.id],
    );
    await age(claim.job.id, 200);
    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 0 });
  });

  it("is held for a person after a second unknown outcome, and lets the conversation go on", async () => {
    const { from, wamid, claim } = await uncertain();
    await age(claim.job.id, 601);
    await reconcileUncertainJobs();
    await loseAnswer(simulator.meta, await claimOne(), "cut-before-accept");
    await age(claim.job.id, 601);

    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 1 });

    expect(await jobOf(wamid)).toMatchObject({ status: "uncertain", errorCode: "OUTCOME_UNKNOWN" });
    const state = await row(
      `SELECT c.mode, (SELECT count(*)::int FROM "Notification" n WHERE n."conversationId" = c.id) AS notifications
       FROM "Conversation" c WHERE c.id = $1`,
      [claim.job.conversationId],
    );
    expect(state).toEqual({ mode: "HUMAN", notifications: 1 });
    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 0 });
    await rows(`UPDATE "Conversation" SET mode = 'BOT' WHERE id = $1`, [claim.job.conversationId]);
    const [later = ""] = await customerWrites(phoneNumberId, from, "are you there?");
    expect((await claimOne()).job.inboundProviderMessageId).toBe(later);
  });

  it("is held at once under the policy `hold`", async () => {
    setEnv({ UNCERTAIN_SEND_POLICY: "hold" });
    const { from, claim } = await uncertain();
    await age(claim.job.id, 601);
    expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 1 });
    expect(await claimJobs(10)).toEqual([]);
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("is settled by a receipt that comes after the policy has decided, which then sends nothing", async () => {
    const { from, wamid, claim } = await uncertain("accept-then-cut");
    await age(claim.job.id, 601);
    await reconcileUncertainJobs();
    const [effect] = await simulator.meta.effects({ recipient: from });
    const [send] = await sendsOf(claim.job.id);

    await receive(phoneNumberId, {
      statuses: [status(effect?.wamid ?? "", "sent", { biz_opaque_callback_data: send?.id })],
    });

    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await claimJobs(10)).toEqual([]);
  });

  it("is settled by a receipt that comes while a runner is about to send again, which then cannot begin", async () => {
    const { from, wamid, claim } = await uncertain("accept-then-cut");
    await age(claim.job.id, 601);
    await reconcileUncertainJobs();
    const again = await claimOne();
    const [effect] = await simulator.meta.effects({ recipient: from });
    const [send] = await sendsOf(claim.job.id);
    await receive(phoneNumberId, {
      statuses: [status(effect?.wamid ?? "", "sent", { biz_opaque_callback_data: send?.id })],
    });

    expect(await sendReply(again, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "lost" });

    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("tells the truth even when the receipt comes after the second send: both are known", async () => {
    const { from, wamid, claim } = await uncertain("accept-then-cut");
    await age(claim.job.id, 601);
    await reconcileUncertainJobs();
    await sendReply(await claimOne(), textReply("answer"));
    const effects = await simulator.meta.effects({ recipient: from });
    expect(effects).toHaveLength(2);

    const statuses = effects.map(({ wamid, opaque }) =>
      status(wamid, "delivered", { biz_opaque_callback_data: opaque }),
    );
    await receive(phoneNumberId, { statuses });

    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect((await sendsOf(claim.job.id)).map((send) => send.status)).toEqual(["accepted", "accepted"]);
    expect(await repliesTo(from)).toMatchObject([{ status: "DELIVERED", possibleDuplicate: true }]);
  });

  it("goes back to the queue when a late refusal proves that nothing was sent", async () => {
    const { wamid, claim } = await claimed();
    await simulator.meta.addFault({
      target: "send",
      action: { type: "refuse", code: 131000 },
      when: { next: 1 },
    });
    const refused = await sendReply(claim, textReply("answer"));
    if (refused.kind !== "refused") throw new Error(refused.kind);
    await expireLease(claim.job.id);
    expect(await rescueExpiredJobs()).toMatchObject({ uncertain: 1 });

    const call = { ledgerId: refused.ledgerId, part: 1, outcome: "refused" as const, httpStatus: 500 };
    const end = { to: "queued" as const, delayMs: 0, code: "131000", error: "again", countAttempt: true };
    expect(await endClaim({ job: claim.job, end, call })).toBe("lease_lost");

    expect(await jobOf(wamid)).toMatchObject({ status: "queued" });
    expect(await sendsOf(claim.job.id)).toMatchObject([{ status: "refused" }]);
  });
});

describe("a runner that died", () => {
  it("before its call had begun leaves a job that simply waits again", async () => {
    const { wamid, claim } = await claimed();
    await expireLease(claim.job.id);
    expect(await rescueExpiredJobs()).toEqual({ queued: 1, uncertain: 0, failed: 0 });
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", attempts: 1 });
  });

  it("again and again ends the job, and somebody is told", async () => {
    setEnv({ JOB_MAX_ATTEMPTS: "2" });
    const { wamid, claim } = await claimed();
    await expireLease(claim.job.id);
    await rescueExpiredJobs();
    await expireLease((await claimOne()).job.id);
    expect(await rescueExpiredJobs()).toEqual({ queued: 0, uncertain: 0, failed: 1 });
    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "LEASE_EXPIRED" });
    const notifications = await rows(`SELECT 1 FROM "Notification" WHERE "conversationId" = $1`, [
      claim.job.conversationId,
    ]);
    expect(notifications).toHaveLength(1);
  });

  it("is not rescued while its lease holds", async () => {
    const { wamid } = await claimed();
    expect(await rescueExpiredJobs()).toEqual({ queued: 0, uncertain: 0, failed: 0 });
    expect(await jobOf(wamid)).toMatchObject({ status: "running" });
  });
});
