import { describe, expect, it } from "vitest";
import { queueDueFollowUps } from "@/domain/follow-ups";
import { maintainQueue } from "@/domain/maintenance";
import { handBack, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { customerWrites } from "../../support/factories";
import { agreed, followUpOf } from "../../support/follow-ups";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";

const { phoneNumberId } = ownNumber();
const actor = "user:agent";

const change = (conversationId: number, what: string) =>
  rows(`UPDATE "Conversation" SET ${what} WHERE id = $1`, [conversationId]);

describe("a follow-up that is due", () => {
  it("becomes one job of the bot's, without a message that it answers", async () => {
    const { followUpId } = await agreed(phoneNumberId);
    expect(await queueDueFollowUps()).toBe(1);
    expect(await followUpOf(followUpId)).toEqual({
      status: "queued",
      reason: null,
      job: "queued",
      errorCode: null,
      author: "BOT",
      purpose: null,
      idempotencyKey: `followup:${followUpId}`,
    });
    expect(await queueDueFollowUps()).toBe(0);
  });

  it("becomes one job when many look at once", async () => {
    const { conversationId } = await agreed(phoneNumberId);
    const counts = await Promise.all(Array.from({ length: 6 }, () => queueDueFollowUps()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    const jobs = await rows(
      `SELECT 1 FROM "OutboundJob" WHERE "conversationId" = $1 AND "inboundMessageId" IS NULL`,
      [conversationId],
    );
    expect(jobs).toHaveLength(1);
  });

  it("is queued by the maintenance, which says so", async () => {
    const { followUpId } = await agreed(phoneNumberId);
    expect(await maintainQueue()).toMatchObject({ followUpsQueued: 1 });
    expect(await followUpOf(followUpId)).toMatchObject({ status: "queued" });
  });

  it("waits until then", async () => {
    const { followUpId } = await agreed(phoneNumberId);
    await rows(`UPDATE "FollowUp" SET "dueAt" = now() + interval '1 minute' WHERE id = $1`, [followUpId]);
    expect(await queueDueFollowUps()).toBe(0);
    expect(await followUpOf(followUpId)).toMatchObject({ status: "waiting", job: null });
  });

  it.each([
    ["the conversation was deleted", "CONVERSATION_DELETED", `"deletedAt" = now()`],
    ["a person speaks", "HUMAN_TAKEOVER", `mode = 'HUMAN'`],
    ["the window has closed", "WINDOW_CLOSED", `"lastInboundAt" = now() - interval '24 hours 1 second'`],
    ["the window was never open", "WINDOW_CLOSED", `"lastInboundAt" = NULL`],
    ["the customer has written since", "CUSTOMER_WROTE", `"inboundCount" = "inboundCount" + 1`],
  ])("is cancelled where %s", async (_, reason, what) => {
    const { conversationId, followUpId } = await agreed(phoneNumberId);
    await change(conversationId, what);
    expect(await queueDueFollowUps()).toBe(0);
    expect(await followUpOf(followUpId)).toMatchObject({ status: "cancelled", reason, job: null });
  });

  it("is cancelled where the customer has written STOP, and START does not bring it back", async () => {
    const stopped = await agreed(phoneNumberId);
    await customerWrites(phoneNumberId, stopped.from, "STOP");
    const resumed = await agreed(phoneNumberId);
    await customerWrites(phoneNumberId, resumed.from, "STOP");
    await customerWrites(phoneNumberId, resumed.from, "START");
    expect(await queueDueFollowUps()).toBe(0);
    expect(await followUpOf(stopped.followUpId)).toMatchObject({ status: "cancelled", reason: "OPTED_OUT" });
    expect(await followUpOf(resumed.followUpId)).toMatchObject({ status: "cancelled" });
    await runOutbound();
  });

  it("is cancelled at once when a person takes over, also if it is handed back before it is due", async () => {
    const { conversationId, followUpId } = await agreed(phoneNumberId);
    await rows(`UPDATE "FollowUp" SET "dueAt" = now() + interval '1 hour' WHERE id = $1`, [followUpId]);
    await takeOver({ conversationId, actor });
    expect(await followUpOf(followUpId)).toMatchObject({ status: "cancelled", reason: "HUMAN_TAKEOVER" });
    await handBack({ conversationId, actor });
    expect(await followUpOf(followUpId)).toMatchObject({ status: "cancelled" });
  });
});
