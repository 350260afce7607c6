import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import * as deletion from "@/app/api/inbox/conversations/[id]/delete/route";
import * as restore from "@/app/api/inbox/conversations/[id]/restore/route";
import * as takeOver from "@/app/api/inbox/conversations/[id]/take-over/route";
import { claimJobs, endClaim, extendLeases } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  repliesTo,
  sendReply,
  textReply,
} from "../../support/factories";
import { createUser, startConversation } from "../../support/inbox";
import { actionsOf, ask, send } from "../../support/inbox-actions";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

beforeAll(async () => {
  const { organizationId } = await row<{ organizationId: string }>(
    `SELECT "organizationId" FROM "Integration" WHERE "phoneNumberId" = $1`,
    [phoneNumberId],
  );
  await createUser(organizationId);
  await createIntegration();
});
beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));

const jobs = (conversationId: number) =>
  rows<{ id: number; status: string; errorCode: string | null; author: string }>(
    `SELECT id, status, "errorCode", author FROM "OutboundJob" WHERE "conversationId" = $1 ORDER BY id`,
    [conversationId],
  );
const remove = (id: number) => ask(deletion.POST, { params: { id } });
const bringBack = (id: number) => ask(restore.POST, { params: { id } });

describe("a conversation that is deleted", () => {
  it("is answered by nobody, and taken up when it is restored", async () => {
    const { conversationId: id, customer } = await startConversation(phoneNumberId, "question");
    const deleted = await remove(id);
    expect(deleted.body.conversation).toMatchObject({
      deletedAt: expect.any(String),
      composer: { state: "deleted" },
    });
    expect(await jobs(id)).toMatchObject([{ status: "cancelled", errorCode: "HUMAN_TAKEOVER" }]);
    await runOutbound();
    expect(await repliesTo(customer)).toEqual([]);
    const restored = await bringBack(id);
    expect(restored).toMatchObject({ left: 1, body: { conversation: { deletedAt: null, mode: "BOT" } } });
    await runOutbound();
    expect(await repliesTo(customer)).toHaveLength(1);
    expect(await actionsOf(id)).toEqual(["delete", "restore"]);
  });

  it("stops the reply that is about to be sent, and a restore that is faster than its job has it thought again", async () => {
    const { conversationId: id } = await startConversation(phoneNumberId, "question");
    const claim = await claimOne();
    await remove(id);
    expect(await extendLeases([claim.job])).toMatchObject([{ isTakenOver: true }]);
    expect(await sendReply(claim, textReply("the draft"))).toEqual({ kind: "not_begun", verdict: "human" });
    await bringBack(id);
    const end = { to: "cancelled", code: "HUMAN_TAKEOVER", error: "taken over" } as const;
    await endClaim({ job: claim.job, end });
    expect(await jobs(id)).toMatchObject([{ status: "queued" }]);
  });

  it("stays cancelled when its reply was stopped and nobody restores it", async () => {
    const { conversationId: id, customer } = await startConversation(phoneNumberId, "question");
    const claim = await claimOne();
    await remove(id);
    const end = { to: "cancelled", code: "HUMAN_TAKEOVER", error: "taken over" } as const;
    await endClaim({ job: claim.job, end });
    expect(await jobs(id)).toMatchObject([{ status: "cancelled" }]);
    expect(await claimJobs(10)).toEqual([]);
    expect((await bringBack(id)).left).toBe(1);
    await runOutbound();
    expect(await repliesTo(customer)).toHaveLength(1);
  });

  it("comes back with the customer's next message, with the bot as it was", async () => {
    const { conversationId: id, customer } = await startConversation(phoneNumberId, "question");
    await remove(id);
    await customerWrites(phoneNumberId, customer, "are you there?");
    expect(await row(`SELECT "deletedAt", mode FROM "Conversation" WHERE id = $1`, [id])).toEqual({
      deletedAt: null,
      mode: "BOT",
    });
    await runOutbound();
    expect(await repliesTo(customer)).toHaveLength(1);
  });

  it("stays with the person who had it", async () => {
    const { conversationId: id } = await startConversation(phoneNumberId, "question");
    await ask(takeOver.POST, { params: { id } });
    await remove(id);
    const restored = await bringBack(id);
    expect(restored).toMatchObject({ left: 0, body: { conversation: { mode: "HUMAN" } } });
    expect(await jobs(id)).toMatchObject([{ status: "cancelled" }]);
  });

  it("does not keep back what a person has sent before", async () => {
    const { conversationId: id, customer } = await startConversation(phoneNumberId, "question");
    await ask(takeOver.POST, { params: { id } });
    await send(id, { text: "from a person" });
    await remove(id);
    await runOutbound();
    expect(await repliesTo(customer)).toMatchObject([{ body: "from a person", status: "SENT" }]);
    await emptyQueue();
  });
});
