import { describe, expect, it } from "vitest";
import { handBack, readTurn, replyAsPerson, returnQuietConversations, takeOver } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import { customerWrites, jobOf, newCustomer, receive, repliesTo } from "../../support/factories";
import {
  handedOver,
  handedOverSilently,
  handover,
  keptOf,
  letMinutesPass,
  notificationsOf,
} from "../../support/handovers";
import { row } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { metaDoes } from "../../support/refusals";
import { newWamid } from "../../support/wire";

const simulator = ownNumber({ persona: { handover: { autoReturnMinutes: 60 } } });
const { phoneNumberId } = simulator;
const actor = "user:agent";

const bodies = async (from: string) => (await repliesTo(from)).map(({ body }) => body);

function answerFromPhone(to: string) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  const echo = {
    id: newWamid(),
    from: "15550783881",
    to,
    timestamp,
    type: "text",
    text: { body: "Ana here" },
  };
  return receive(phoneNumberId, { message_echoes: [echo] });
}

/** The bot hands over, and Meta does not take its words for now. */
async function tryingToHandOver() {
  const from = newCustomer();
  await metaDoes(simulator.meta, { type: "refuse", code: 131016 }, { to: from, times: 1 });
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "I want a person");
  await runOutbound();
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`,
    [wamid],
  );
  return { from, conversationId };
}

describe("a handover", () => {
  it("keeps its reason and its summary, and when the customer was told", async () => {
    const { conversationId } = await handedOver(phoneNumberId);
    expect(await keptOf(conversationId)).toEqual({
      mode: "HUMAN",
      ...handover,
      isTold: true,
      isPersonActive: false,
    });
    expect(await notificationsOf(conversationId)).toEqual([
      { kind: "HANDOVER", body: "Asks for a person", isRead: false },
    ]);
  });

  it("keeps the bot silent: what the customer writes waits for the person", async () => {
    const { from } = await handedOver(phoneNumberId);
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "hello?");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await bodies(from)).toEqual(["A colleague takes over."]);
  });

  it("without a word says nothing to the customer and tells people all the same", async () => {
    const { from, conversationId, jobId } = await handedOverSilently(phoneNumberId);
    expect(await keptOf(conversationId)).toMatchObject({ mode: "HUMAN", ...handover, isTold: false });
    expect(await notificationsOf(conversationId)).toHaveLength(1);
    expect(await bodies(from)).toEqual([]);
    expect(await row(`SELECT status FROM "OutboundJob" WHERE id = $1`, [jobId])).toEqual({ status: "done" });
  });

  it("is told to the customer once: the second time only people are told", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await letMinutesPass(conversationId, 61);
    await returnQuietConversations();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "I said a person!");
    await runOutbound();
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await keptOf(conversationId)).toMatchObject({ mode: "HUMAN", isTold: true });
    expect(await bodies(from)).toEqual(["A colleague takes over."]);
    expect(await notificationsOf(conversationId)).toMatchObject([{ isRead: false }, { isRead: false }]);
  });

  it("is told again a day later, if nobody has come by then", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await letMinutesPass(conversationId, 24 * 60 + 1);
    await returnQuietConversations();
    await customerWrites(phoneNumberId, from, "I want a person");
    await runOutbound();
    expect(await bodies(from)).toHaveLength(2);
  });

  it("is told again once a person has answered, or has handed back", async () => {
    for (const end of [
      (conversationId: number) => takeOver({ conversationId, actor }),
      () => Promise.resolve(),
    ]) {
      const { from, conversationId } = await handedOver(phoneNumberId);
      await end(conversationId);
      await handBack({ conversationId, actor });
      await customerWrites(phoneNumberId, from, "I want a person");
      await runOutbound();
      expect(await bodies(from)).toHaveLength(2);
      expect(await keptOf(conversationId)).toMatchObject({ mode: "HUMAN", isTold: true });
    }
  });

  it("whose words Meta has not taken yet is sent again: it has not been told", async () => {
    const { from } = await tryingToHandOver();
    await row(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued' RETURNING id`);
    await runOutbound();
    expect(await bodies(from)).toHaveLength(1);
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });
});

describe("a person's answer", () => {
  it("from the inbox takes over, counts as theirs and reads the notification", async () => {
    const { conversationId } = await handedOver(phoneNumberId);
    await replyAsPerson({ conversationId, actor, text: "Ana here", clientId: "1" }, "inbox_1");
    expect(await keptOf(conversationId)).toMatchObject({
      mode: "HUMAN",
      isTold: false,
      isPersonActive: true,
    });
    expect(await notificationsOf(conversationId)).toMatchObject([{ isRead: true }]);
  });

  it("from the phone takes over, counts as theirs and reads the notification", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await answerFromPhone(from);
    expect(await keptOf(conversationId)).toMatchObject({
      mode: "HUMAN",
      isTold: false,
      isPersonActive: true,
    });
    expect(await notificationsOf(conversationId)).toMatchObject([{ isRead: true }]);
  });

  it("is not given by taking over alone: the notification stays", async () => {
    const { conversationId } = await handedOver(phoneNumberId);
    await takeOver({ conversationId, actor });
    expect(await keptOf(conversationId)).toMatchObject({ isPersonActive: true, summary: handover.summary });
    expect(await notificationsOf(conversationId)).toMatchObject([{ isRead: false }]);
  });

  it("reads the notification of no other conversation", async () => {
    const other = await handedOver(phoneNumberId);
    const { conversationId } = await handedOver(phoneNumberId);
    await replyAsPerson({ conversationId, actor, text: "Ana here", clientId: "1" }, "inbox_1");
    expect(await notificationsOf(other.conversationId)).toMatchObject([{ isRead: false }]);
  });
});

describe("a conversation that people leave alone", () => {
  const modeOf = async (conversationId: number) => (await keptOf(conversationId)).mode;

  it("goes back to the bot after the time its persona names, not before", async () => {
    const { conversationId } = await handedOver(phoneNumberId);
    await takeOver({ conversationId, actor });
    await letMinutesPass(conversationId, 59);
    expect(await returnQuietConversations()).toBe(0);
    expect(await modeOf(conversationId)).toBe("HUMAN");
    await letMinutesPass(conversationId, 2);
    expect(await returnQuietConversations()).toBe(1);
    expect(await keptOf(conversationId)).toMatchObject({ mode: "BOT", reason: null, summary: null });
    const audit = await row(
      `SELECT actor FROM "AuditEvent" WHERE action = 'auto_return' AND "entityId" = $1::text`,
      [conversationId],
    );
    expect(audit).toEqual({ actor: "system" });
  });

  it("goes back to a bot that knows nobody has come: the reason stays, and that the customer was told", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await letMinutesPass(conversationId, 61);
    expect(await returnQuietConversations()).toBe(1);
    expect(await keptOf(conversationId)).toMatchObject({ mode: "BOT", ...handover, isTold: true });
    await customerWrites(phoneNumberId, from, "hello?");
    const { id } = await row<{ id: number }>(
      `SELECT id FROM "OutboundJob" WHERE "conversationId" = $1 AND status = 'queued'`,
      [conversationId],
    );
    expect(await readTurn(id)).toMatchObject({
      handoverReason: "Asks for a person",
      handoverToldAt: expect.any(Number),
    });
  });

  it("has what was written meanwhile answered", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await customerWrites(phoneNumberId, from, "hello?");
    await customerWrites(phoneNumberId, from, "what does delivery cost?");
    await letMinutesPass(conversationId, 61);
    await returnQuietConversations();
    await runOutbound();
    expect(await bodies(from)).toEqual([
      "A colleague takes over.",
      expect.stringContaining("what does delivery cost?"),
    ]);
  });

  it("waits from the person's last word, not from their first", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await letMinutesPass(conversationId, 61);
    await answerFromPhone(from);
    expect(await returnQuietConversations()).toBe(0);
    await letMinutesPass(conversationId, 61);
    expect(await returnQuietConversations()).toBe(1);
  });

  it("waits from a handover without a word as from any other", async () => {
    const { conversationId } = await handedOverSilently(phoneNumberId);
    expect(await returnQuietConversations()).toBe(0);
    await letMinutesPass(conversationId, 61);
    expect(await returnQuietConversations()).toBe(1);
  });

  it("stays while the words of its handover are on their way", async () => {
    const { from, conversationId } = await tryingToHandOver();
    await letMinutesPass(conversationId, 61);
    expect(await returnQuietConversations()).toBe(0);
    await row(`UPDATE "OutboundJob" SET "runAt" = now() WHERE status = 'queued' RETURNING id`);
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("is told again when Meta has never taken the words of its handover", async () => {
    const { from, conversationId } = await tryingToHandOver();
    await row(
      `UPDATE "OutboundJob" SET status = 'failed', "completedAt" = now() WHERE status = 'queued' RETURNING id`,
    );
    await letMinutesPass(conversationId, 61);
    expect(await returnQuietConversations()).toBe(1);
    expect(await keptOf(conversationId)).toMatchObject({ mode: "BOT", isTold: false });
    await customerWrites(phoneNumberId, from, "I want a person");
    await runOutbound();
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
  });

  it("goes back once when many look at once", async () => {
    const { from, conversationId } = await handedOver(phoneNumberId);
    await customerWrites(phoneNumberId, from, "hello?");
    await letMinutesPass(conversationId, 61);
    const counts = await Promise.all(Array.from({ length: 6 }, () => returnQuietConversations()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(1);
    await runOutbound();
    expect(await bodies(from)).toHaveLength(2);
  });

  it("stays with them where the persona says so, and goes back after half a day where it says nothing", async () => {
    const { conversationId } = await handedOver(phoneNumberId);
    await setAutoReturn(conversationId, null);
    await letMinutesPass(conversationId, 50_000);
    expect(await returnQuietConversations()).toBe(0);
    const other = await handedOver(phoneNumberId);
    await setAutoReturn(conversationId, undefined);
    await letMinutesPass(other.conversationId, 719);
    await returnQuietConversations();
    expect(await modeOf(other.conversationId)).toBe("HUMAN");
    await letMinutesPass(other.conversationId, 2);
    await returnQuietConversations();
    expect(await modeOf(other.conversationId)).toBe("BOT");
    await setAutoReturn(conversationId, 60);
  });
});

/** A new version of the persona. */
function setAutoReturn(conversationId: number, autoReturnMinutes: number | null | undefined) {
  return row(
    `INSERT INTO "Persona" ("organizationId", version, content, author)
     SELECT c."organizationId", (SELECT max(version) + 1 FROM "Persona"), $2::jsonb, 'test'
     FROM "Conversation" c WHERE c.id = $1 RETURNING id`,
    [conversationId, JSON.stringify({ handover: { autoReturnMinutes } })],
  );
}
