import { afterEach, describe, expect, it } from "vitest";
import { applyWaitingReceipts, endClaim, rescueExpiredJobs } from "@/domain/outbound";
import { beginSend } from "@/domain/outbound/begin-sends";
import { recordAcceptance } from "@/domain/outbound/record-acceptance";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  expireLease,
  jobOf,
  newCustomer,
  receive,
  repliesTo,
  sendsOf,
  textReply,
} from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { newWamid, status } from "../../support/wire";

ownDatabase();
afterEach(emptyQueue);

/** A job whose call is under way: the ledger says `sending`, Meta has or has not taken it. */
async function callUnderWay(...parts: string[]) {
  const { phoneNumberId } = await createIntegration();
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
  const { job, turn } = await claimOne();
  const reply = textReply(...(parts.length > 0 ? parts : ["answer"]));
  const intention = {
    job,
    reply,
    seenCount: turn.inboundCount,
    answeredJobIds: [],
    mayBeSuperseded: true,
  };
  const begin = async (part: number) => {
    const verdict = await beginSend({ ...intention, part });
    if (verdict.verdict !== "send") throw new Error(`The send did not begin: ${verdict.verdict}`);
    return verdict.ledgerId;
  };
  return { phoneNumberId, from, wamid, job, ledgerId: await begin(1), begin, sent: newWamid() };
}

const receiptFor = (ledgerId: string) => ({ biz_opaque_callback_data: ledgerId });

describe("evidence that Meta took a message", () => {
  it("settles a call that is still under way when the receipt is faster than the answer", async () => {
    const { phoneNumberId, from, wamid, job, ledgerId, sent } = await callUnderWay();

    await receive(phoneNumberId, { statuses: [status(sent, "sent", receiptFor(ledgerId))] });

    expect(await jobOf(wamid)).toMatchObject({ status: "done", partsSent: 1 });
    expect(await sendsOf(job.id)).toMatchObject([
      { status: "accepted", providerMessageId: sent, settledBy: "receipt" },
    ]);
    const late = await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    expect(late).toMatchObject({ lease: "settled_by_receipt", messageStatus: "SENT" });
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT", possibleDuplicate: false }]);
  });

  it("settles an uncertain job, and dates its conversation", async () => {
    const { phoneNumberId, wamid, job, ledgerId, sent } = await callUnderWay();
    await endClaim({
      job,
      end: { to: "uncertain", error: "reset" },
      call: { ledgerId, part: 1, outcome: "unknown", httpStatus: null },
    });
    expect(await jobOf(wamid)).toMatchObject({ status: "uncertain" });

    await receive(phoneNumberId, { statuses: [status(sent, "delivered", receiptFor(ledgerId))] });

    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    const dated = await row(
      `SELECT c."lastOutboundAt" IS NOT NULL AS "hasOutbound", m.status, m."deliveredAt" IS NOT NULL AS "isDelivered"
       FROM "Conversation" c JOIN "Message" m ON m."conversationId" = c.id AND m.direction = 'OUTBOUND'
       WHERE c.id = $1`,
      [job.conversationId],
    );
    expect(dated).toEqual({ hasOutbound: true, status: "DELIVERED", isDelivered: true });
  });

  it("is recorded by a runner whose lease was lost, which is told so", async () => {
    const { from, wamid, job, ledgerId, sent } = await callUnderWay();
    await expireLease(job.id);
    expect(await rescueExpiredJobs()).toMatchObject({ uncertain: 1 });

    const result = await recordAcceptance({ job, ledgerId, providerMessageId: sent });

    expect(result.lease).toBe("lease_lost");
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
  });

  it("ends the followers together with the job whose reply has seen them", async () => {
    const { phoneNumberId } = await createIntegration();
    const [first = "", second = "", third = ""] = await customerWrites(
      phoneNumberId,
      newCustomer(),
      "a",
      "b",
      "c",
    );
    const { job, turn } = await claimOne();
    const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds };
    const verdict = await beginSend({
      job,
      reply: textReply("to all"),
      part: 1,
      mayBeSuperseded: true,
      ...seen,
    });
    if (verdict.verdict !== "send") throw new Error(verdict.verdict);

    await receive(phoneNumberId, { statuses: [status(newWamid(), "sent", receiptFor(verdict.ledgerId))] });

    expect(await jobOf(first)).toMatchObject({ status: "done", coalescedIntoId: null });
    for (const wamid of [second, third]) {
      expect(await jobOf(wamid)).toMatchObject({ status: "done", coalescedIntoId: job.id });
    }
  });

  it("makes a job with parts left wait for its next attempt instead of being done", async () => {
    const { phoneNumberId, wamid, job, ledgerId, sent } = await callUnderWay("part one", "part two");
    await expireLease(job.id);
    await rescueExpiredJobs();

    await receive(phoneNumberId, { statuses: [status(sent, "sent", receiptFor(ledgerId))] });

    expect(await jobOf(wamid)).toMatchObject({ status: "queued", partsSent: 1 });
  });

  it("is not undone when the runner tells the same call's outcome as unknown or refused afterwards", async () => {
    for (const outcome of ["unknown", "refused"] as const) {
      const { phoneNumberId, job, ledgerId, begin: _, sent, ...rest } = await callUnderWay("one", "two");
      await receive(phoneNumberId, { statuses: [status(sent, "sent", receiptFor(ledgerId))] });
      const call = { ledgerId, part: 1, outcome, httpStatus: null };
      const end = { to: "uncertain", error: "cut" } as const;
      await endClaim({ job, end, call });
      expect(await sendsOf(job.id)).toMatchObject([{ status: "accepted", providerMessageId: sent }]);
      // The first part is with Meta: the second waits for the next attempt, and nothing is uncertain.
      expect(await jobOf(rest.wamid)).toMatchObject({ status: "queued", partsSent: 1 });
      await emptyQueue();
    }
  });

  it("leaves the lease alone while a runner is between two parts", async () => {
    const { phoneNumberId, wamid, job, ledgerId, begin, sent } = await callUnderWay("part one", "part two");
    await receive(phoneNumberId, { statuses: [status(sent, "sent", receiptFor(ledgerId))] });
    expect(await jobOf(wamid)).toMatchObject({ status: "running", partsSent: 1 });

    const second = await begin(2);
    const result = await recordAcceptance({
      job,
      ledgerId: second,
      providerMessageId: newWamid(),
    });

    expect(result.lease).toBe("held");
    expect(await jobOf(wamid)).toMatchObject({ status: "done", partsSent: 2 });
  });

  it("lets an asynchronous failure show although the send was accepted", async () => {
    const { phoneNumberId, from, wamid, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });

    const errors = [{ code: 131026, title: "Message undeliverable" }];
    await receive(phoneNumberId, { statuses: [status(sent, "failed", { ...receiptFor(ledgerId), errors })] });

    expect(await repliesTo(from)).toMatchObject([{ status: "FAILED" }]);
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(
      await rows(`SELECT 1 FROM "Notification" WHERE "conversationId" = $1`, [job.conversationId]),
    ).toHaveLength(1);
  });

  it("fails a job whose unknown outcome turns out to be an asynchronous failure", async () => {
    const { phoneNumberId, from, wamid, job, ledgerId, sent } = await callUnderWay();
    await expireLease(job.id);
    await rescueExpiredJobs();

    const errors = [{ code: 131026, title: "Message undeliverable" }];
    await receive(phoneNumberId, { statuses: [status(sent, "failed", { ...receiptFor(ledgerId), errors })] });

    expect(await jobOf(wamid)).toMatchObject({ status: "failed", errorCode: "131026" });
    expect(await repliesTo(from)).toMatchObject([{ status: "FAILED" }]);
  });

  it("of another number does not settle a send that happens to carry the same id", async () => {
    const { wamid, ledgerId, sent } = await callUnderWay();
    const other = await createIntegration();
    await receive(other.phoneNumberId, { statuses: [status(sent, "sent", receiptFor(ledgerId))] });
    expect(await jobOf(wamid)).toMatchObject({ status: "running" });
  });

  it("with a second id of Meta's for one send is shown as a duplicate", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    await receive(phoneNumberId, { statuses: [status(newWamid(), "sent", receiptFor(ledgerId))] });
    expect(await repliesTo(from)).toMatchObject([{ possibleDuplicate: true }]);
  });
});

describe("receipts", () => {
  it("late, twice and in any order never take a message back", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    for (const value of ["read", "sent", "delivered", "delivered", "sent"]) {
      await receive(phoneNumberId, { statuses: [status(sent, value, receiptFor(ledgerId))] });
    }
    expect(await repliesTo(from)).toMatchObject([{ status: "READ" }]);
    const { events } = await row(
      `SELECT count(*)::int AS events FROM "ReceiptEvent" WHERE "providerMessageId" = $1`,
      [sent],
    );
    expect(events).toBe(3);
  });

  it("a late `sent` does not clear `failed`", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    for (const value of ["failed", "sent"]) await receive(phoneNumberId, { statuses: [status(sent, value)] });
    expect(await repliesTo(from)).toMatchObject([{ status: "FAILED" }]);
  });

  it("of one message in one body count as the furthest of them", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    await receive(phoneNumberId, {
      statuses: ["sent", "read", "delivered"].map((value) => status(sent, value)),
    });
    expect(await repliesTo(from)).toMatchObject([{ status: "READ" }]);
  });

  it("without our id wait for the message they speak of", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await receive(phoneNumberId, { statuses: [status(sent, "delivered")] });
    expect(await repliesTo(from)).toMatchObject([{ status: "PENDING" }]);

    await recordAcceptance({ job, ledgerId, providerMessageId: sent });

    expect(await repliesTo(from)).toMatchObject([{ status: "DELIVERED" }]);
  });

  it("that missed their message while both were being written are applied later", async () => {
    const { phoneNumberId, from, job, ledgerId, sent } = await callUnderWay();
    await recordAcceptance({ job, ledgerId, providerMessageId: sent });
    await receive(phoneNumberId, { statuses: [status(sent, "read")] });
    // What the two transactions would have left behind, had neither seen the other.
    await rows(`UPDATE "ReceiptEvent" SET "appliedAt" = NULL WHERE "providerMessageId" = $1`, [sent]);
    await rows(`UPDATE "Message" SET status = 'SENT' WHERE "providerMessageId" = $1`, [sent]);

    expect(await applyWaitingReceipts()).toBe(1);

    expect(await repliesTo(from)).toMatchObject([{ status: "READ" }]);
  });

  it("beside a message of the same conversation in one body both count", async () => {
    const { phoneNumberId, from, wamid, ledgerId, sent } = await callUnderWay();
    const { textMessage } = await import("../../support/wire");
    const message = textMessage(from, "one more thing");

    await receive(phoneNumberId, {
      messages: [message],
      statuses: [status(sent, "sent", receiptFor(ledgerId))],
    });

    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await jobOf(message.id)).toMatchObject({ status: "queued" });
    const times = await row(
      `SELECT c."lastOutboundAt" IS NOT NULL AS "out", c."inboundCount" FROM "Conversation" c
       JOIN "OutboundJob" j ON j."conversationId" = c.id WHERE j."inboundProviderMessageId" = $1`,
      [message.id],
    );
    expect(times).toEqual({ out: true, inboundCount: 2 });
  });
});
