import { beforeEach, describe, expect, it } from "vitest";
import { queueDueFollowUps } from "@/domain/follow-ups";
import { setHours } from "@/domain/integrations";
import { claimJobs, getJob, listJobs, readTurn, retryJob, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { claimOne, customerWrites, jobOf, repliesTo, sendReply, textReply } from "../../support/factories";
import { agreed, followUpOf } from "../../support/follow-ups";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { useReopenTemplate } from "../../support/templates";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const actor = "user:agent";

let due: Awaited<ReturnType<typeof agreed>>;

beforeEach(async () => {
  due = await agreed(phoneNumberId);
  await queueDueFollowUps();
});

const jobId = async () =>
  (await row<{ jobId: number }>(`SELECT "jobId" FROM "FollowUp" WHERE id = $1`, [due.followUpId])).jobId;

async function expectDropped(errorCode: string) {
  expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode });
  expect(
    await rows(`SELECT 1 FROM "Notification" WHERE "conversationId" = $1`, [due.conversationId]),
  ).toEqual([]);
  expect(await simulator.meta.effects({ recipient: due.from })).toHaveLength(1);
}

const bodies = async () => (await repliesTo(due.from)).map(({ body }) => body);

describe("a follow-up", () => {
  it("is written by the bot, which is told what about, and sent once", async () => {
    expect((await readTurn(await jobId()))?.followUp).toMatchObject({ note: "Ask about the photos" });
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "done" });
    expect(await bodies()).toHaveLength(2);
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: due.from })).toHaveLength(2);
  });

  it("is shown in the list of jobs, and as a job", async () => {
    const id = await jobId();
    expect(await listJobs({ limit: 5 })).toContainEqual(
      expect.objectContaining({ id, status: "queued", inboundProviderMessageId: null }),
    );
    expect(await getJob(id)).toMatchObject({ status: "queued" });
  });

  it("is dropped when the customer writes before it is taken up: only what they wrote is answered", async () => {
    const [wamid = ""] = await customerWrites(phoneNumberId, due.from, "here are the photos");
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "SUPERSEDED" });
    expect(await jobOf(wamid)).toMatchObject({ status: "done", coalescedIntoId: null });
    expect(await bodies()).toEqual([expect.anything(), expect.stringContaining("here are the photos")]);
  });

  it("is dropped when the customer writes while it is thought", async () => {
    const { job } = await claimOne();
    await customerWrites(phoneNumberId, due.from, "here are the photos");
    const turn = await readTurn(job.id);
    if (!turn) throw new Error("It has no turn");
    const sent = await sendReply(
      { job, turn: { ...turn, inboundCount: turn.inboundCount - 1 } },
      textReply("?"),
    );
    expect(sent).toEqual({ kind: "not_begun", verdict: "superseded" });
  });

  it("is dropped when the customer writes while the AI thinks, also where nothing is thought again", async () => {
    setEnv({ REPLY_RETHINK_MAX: "0" });
    await simulator.meta.addFault({ target: "ai", action: { type: "delay", ms: 3_000 } });
    const before = (await simulator.meta.aiCalls()).length;
    const running = runOutbound();
    await expect.poll(async () => (await simulator.meta.aiCalls()).length).toBeGreaterThan(before);
    await simulator.meta.clearFaults();
    await customerWrites(phoneNumberId, due.from, "here are the photos");
    await running;
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "SUPERSEDED" });
    expect(await bodies()).toEqual([expect.anything(), expect.stringContaining("here are the photos")]);
  });

  it("that waits for its next attempt does not hold up what the customer writes", async () => {
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() + interval '10 minutes' WHERE id = $1`, [
      await jobId(),
    ]);
    const [wamid = ""] = await customerWrites(phoneNumberId, due.from, "here are the photos");
    expect((await listJobs({ limit: 1 }))[0]).toMatchObject({ waitsForJobId: null });
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE id = $1`, [await jobId()]);
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "SUPERSEDED" });
    expect(await bodies()).toHaveLength(2);
  });

  it("is cancelled by a person who takes over", async () => {
    await takeOver({ conversationId: due.conversationId, actor });
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await claimJobs(10)).toEqual([]);
  });

  it("is cancelled by a STOP, which is confirmed", async () => {
    await customerWrites(phoneNumberId, due.from, "STOP");
    await runOutbound();
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "OPTED_OUT" });
    expect(await bodies()).toHaveLength(2);
  });

  it("is dropped without a thought, a template or a notification when the window closes first", async () => {
    await useReopenTemplate(phoneNumberId);
    await rows(`UPDATE "Conversation" SET "lastInboundAt" = now() - interval '24 hours' WHERE id = $1`, [
      due.conversationId,
    ]);
    const before = (await simulator.meta.aiCalls()).length;
    await runOutbound();
    expect(await simulator.meta.aiCalls()).toHaveLength(before);
    await expectDropped("WINDOW_CLOSED");
  });

  it("becomes no template when it is Meta that says the window has closed", async () => {
    await useReopenTemplate(phoneNumberId);
    await metaDoes(simulator.meta, { type: "refuse", code: 131047 }, { to: due.from });
    for (let attempt = 0; attempt < 3; attempt += 1) {
      await runOutbound();
      await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued'`);
    }
    await expectDropped("WINDOW_CLOSED");
  });

  it("is dropped rather than sent at night when the morning is too late for it", async () => {
    const clock = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(11, 16);
    await setHours(phoneNumberId, { timeZone: "UTC", quietHours: { from: clock(-1), to: clock(3) } });
    await rows(`UPDATE "Conversation" SET "lastInboundAt" = now() - interval '22 hours' WHERE id = $1`, [
      due.conversationId,
    ]);
    await runOutbound();
    await setHours(phoneNumberId, { quietHours: null });
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "cancelled", errorCode: "QUIET_HOURS" });
    expect(await bodies()).toHaveLength(1);
  });

  it("is never replaced by the sentence that no AI can be asked", async () => {
    setEnv({ AI_MAX_ATTEMPTS: "1", AI_GIVE_UP_SECONDS: "1" });
    await simulator.meta.addFault({ target: "ai", action: { type: "http-error", status: 500 } });
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "queued" });
    expect(await bodies()).toHaveLength(1);
  });

  it("that an operator tries again still knows what it is about", async () => {
    await rows(`UPDATE "OutboundJob" SET status = 'failed', "completedAt" = now() WHERE id = $1`, [
      await jobId(),
    ]);
    const retried = await retryJob(await jobId(), actor);
    expect(await jobId()).toBe(retried);
    await runOutbound();
    expect(await followUpOf(due.followUpId)).toMatchObject({ job: "done" });
    expect(await bodies()).toHaveLength(2);
  });
});
