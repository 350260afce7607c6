import { describe, expect, it } from "vitest";
import { cancelJob, confirmSent, getJob, listJobs, resendUncertain, retryJob } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import {
  claimOne,
  customerWrites,
  jobOf,
  newCustomer,
  receive,
  repliesTo,
  sendsOf,
} from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { loseAnswer } from "../../support/uncertain";
import { status } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

const actor = "operator:test";

async function writes() {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
  return { from, wamid };
}

async function failed() {
  const state = await writes();
  await metaDoes(simulator.meta, { type: "refuse", code: 131026 }, { to: state.from, times: 1 });
  await runOutbound();
  const { id } = await jobOf(state.wamid);
  return { ...state, id };
}

async function uncertain(type: "accept-then-cut" | "cut-before-accept") {
  const state = await writes();
  const { job } = await claimOne().then(async (claim) => {
    await loseAnswer(simulator.meta, claim, type);
    return claim;
  });
  return { ...state, id: job.id };
}

describe("a dead job", () => {
  it("is listed with a reason that a person understands", async () => {
    const { id } = await failed();
    const [job] = await listJobs({ status: "failed", limit: 1 });
    expect(job).toMatchObject({ id, errorCode: "131026" });
    expect(job?.error).toMatch(/^This customer cannot get messages from this number\. Meta: /);
  });

  it("is tried again as a new job; the old one stays as it was", async () => {
    const { from, id } = await failed();
    const before = await getJob(id);
    const retry = await retryJob(id, actor);
    await runOutbound();
    expect(await getJob(id)).toEqual(before);
    expect(await getJob(retry)).toMatchObject({ status: "done", retryOfId: BigInt(id) });
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("is tried again once, however many press the button at the same time", async () => {
    const { id } = await failed();
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => retryJob(id, actor)));
    expect(tries.filter((each) => each.status === "fulfilled")).toHaveLength(1);
  });

  it("is not tried again when Meta has something of it", async () => {
    const { wamid } = await writes();
    await runOutbound();
    const { id } = await jobOf(wamid);
    await rows(`UPDATE "OutboundJob" SET status = 'failed' WHERE id = $1`, [id]);
    await expect(retryJob(id, actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });
});

describe("the refusals of a job", () => {
  it("are kept when a later attempt succeeds", async () => {
    setEnv({ JOB_RETRY_BASE_MS: "1" });
    const { from, wamid } = await writes();
    await metaDoes(simulator.meta, { type: "refuse", code: 131000 }, { to: from, times: 2 });
    await runOutbound({ lingerMs: 2_000, stop: AbortSignal.timeout(1_500) });
    const { sends } = await getJob((await jobOf(wamid)).id);
    expect(sends).toMatchObject([{ status: "accepted", attempts: 3 }]);
    expect(sends[0]?.refusals).toMatchObject([{ errorCode: "131000" }, { errorCode: "131000" }]);
  });
});

describe("an uncertain job", () => {
  it("says which jobs wait for it", async () => {
    const { from, id } = await uncertain("cut-before-accept");
    await customerWrites(phoneNumberId, from, "and?");
    const [waiting] = await listJobs({ status: "queued", limit: 1 });
    expect(waiting).toMatchObject({ waitsForJobId: id });
  });

  it("that is confirmed counts as sent, and a later receipt still brings Meta's id", async () => {
    const { from, id, wamid } = await uncertain("accept-then-cut");
    await confirmSent(id, actor);
    expect(await jobOf(wamid)).toMatchObject({ status: "done", partsSent: 1 });
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
    expect(await sendsOf(id)).toMatchObject([{ status: "accepted", settledBy: "operator" }]);

    const [effect] = await simulator.meta.effects({ recipient: from });
    const receipt = status(effect?.wamid ?? "", "read", { biz_opaque_callback_data: effect?.opaque });
    await receive(phoneNumberId, { statuses: [receipt] });
    expect(await repliesTo(from)).toMatchObject([{ status: "READ" }]);
    expect(await sendsOf(id)).toMatchObject([{ providerMessageId: effect?.wamid, settledBy: "operator" }]);
  });

  it("that is sent again goes out once more under another key, marked, even where a person speaks", async () => {
    const { from, id, wamid } = await uncertain("cut-before-accept");
    await rows(`UPDATE "OutboundJob" SET "heldAt" = now() WHERE id = $1`, [id]);
    await rows(
      `UPDATE "Conversation" SET mode = 'HUMAN' WHERE id = (SELECT "conversationId" FROM "OutboundJob" WHERE id = $1)`,
      [id],
    );
    await resendUncertain(id, actor);
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done", resends: 1 });
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT", possibleDuplicate: true }]);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("that is cancelled sends nothing more, and a late receipt still tells the truth", async () => {
    const { from, id, wamid } = await uncertain("accept-then-cut");
    await cancelJob(id, actor);
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "OPERATOR" });
    const [effect] = await simulator.meta.effects({ recipient: from });
    const receipt = status(effect?.wamid ?? "", "delivered", { biz_opaque_callback_data: effect?.opaque });
    await receive(phoneNumberId, { statuses: [receipt] });
    expect(await repliesTo(from)).toMatchObject([{ status: "DELIVERED" }]);
  });

  it("is the only kind that can be confirmed or sent again", async () => {
    const { id } = await failed();
    for (const verb of [confirmSent, resendUncertain])
      await expect(verb(id, actor)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  it("leaves an audit event for what an operator does", async () => {
    const { id } = await uncertain("cut-before-accept");
    await confirmSent(id, actor);
    const events = await rows(
      `SELECT actor, action FROM "AuditEvent" WHERE "entityId" = $1 AND entity = 'OutboundJob'`,
      [String(id)],
    );
    expect(events).toEqual([{ actor, action: "confirm_sent" }]);
  });
});
