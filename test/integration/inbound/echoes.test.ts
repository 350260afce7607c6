import { afterEach, describe, expect, it } from "vitest";
import { replayWaitingDeliveries } from "@/domain/inbound";
import { claimJobs, handBack } from "@/domain/outbound";
import {
  createIntegration,
  customerWrites,
  emptyQueue,
  jobOf,
  newCustomer,
  receive,
} from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { newWamid } from "../../support/wire";

ownDatabase();
afterEach(emptyQueue);

function echo(to: string | undefined, body: string, fields: Record<string, unknown> = {}) {
  const timestamp = String(Math.floor(Date.now() / 1000));
  return { id: newWamid(), from: "15550783881", to, timestamp, type: "text", text: { body }, ...fields };
}

interface Echoed extends Record<string, unknown> {
  conversationId: number;
  direction: string;
  origin: string | null;
  status: string;
  body: string | null;
  mode: string;
  revokedAt: Date | null;
  phone: string | null;
  userId: string | null;
  isDated: boolean;
  isOpen: boolean;
}

const storedAs = (wamid: string) =>
  row<Echoed>(
    `SELECT m."conversationId", m.direction, m.origin, m.status, m.body, m."revokedAt", c.mode, p.phone, p."userId",
       c."lastOutboundAt" IS NOT NULL AS "isDated", c."lastInboundAt" IS NOT NULL AS "isOpen"
     FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE m."providerMessageId" = $1`,
    [wamid],
  );

const takeOvers = (conversationId: number) =>
  rows(`SELECT actor FROM "AuditEvent" WHERE action = 'take_over' AND "entityId" = $1::text`, [
    conversationId,
  ]);

describe("an answer from the phone", () => {
  it("is shown as ours, and silences the bot in that conversation", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const [wamid] = (await customerWrites(phoneNumberId, from, "Are you there?")) as [string];
    const answer = echo(from, "Yes, I am");

    await receive(phoneNumberId, { message_echoes: [answer] });

    const stored = await storedAs(answer.id);
    expect(stored).toMatchObject({
      direction: "OUTBOUND",
      origin: "PHONE",
      status: "SENT",
      body: "Yes, I am",
      mode: "HUMAN",
      isDated: true,
    });
    expect(await jobOf(wamid)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    expect(await claimJobs(10)).toEqual([]);
    expect(await takeOvers(stored.conversationId)).toEqual([{ actor: "phone" }]);
  });

  it("does not take back the confirmation of a STOP", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const [stop = ""] = await customerWrites(phoneNumberId, from, "STOP");
    await receive(phoneNumberId, { message_echoes: [echo(from, "I am sorry")] });
    expect(await jobOf(stop)).toMatchObject({ status: "queued" });
  });

  it("that is delivered again takes nothing over that was handed back since", async () => {
    const { phoneNumberId } = await createIntegration();
    const answer = echo(newCustomer(), "Hello");
    await Promise.all([1, 2, 3].map(() => receive(phoneNumberId, { message_echoes: [answer, answer] })));
    const { conversationId } = await storedAs(answer.id);
    await handBack({ conversationId, actor: "operator" });
    await receive(phoneNumberId, { message_echoes: [answer] });
    expect(await storedAs(answer.id)).toMatchObject({ mode: "BOT" });
    expect(await takeOvers(conversationId)).toHaveLength(1);
  });

  it("to somebody we know nothing of begins their conversation, and opens no window", async () => {
    const { phoneNumberId } = await createIntegration();
    const answer = echo(undefined, "Hello", { to_user_id: "BR.1349120865530" });
    await receive(phoneNumberId, { message_echoes: [answer] });
    expect(await storedAs(answer.id)).toMatchObject({
      phone: null,
      userId: "BR.1349120865530",
      mode: "HUMAN",
      isOpen: false,
    });
  });

  it("that our own sender has sent is not stored twice, and silences nobody", async () => {
    const { phoneNumberId, organizationId, id } = await createIntegration();
    const from = newCustomer();
    const [wamid] = (await customerWrites(phoneNumberId, from, "Hello")) as [string];
    const own = echo(from, "Hello yourself");
    await rows(
      `INSERT INTO "OutboundMessageLog" (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey",
         status, "providerMessageId", "settledAt")
       SELECT gen_random_uuid(), $1, $2, j.id, j."inboundMessageId", 'test:' || j.id, 'accepted', $3, now()
       FROM "OutboundJob" j WHERE j."inboundProviderMessageId" = $4`,
      [organizationId, id, own.id, wamid],
    );
    await receive(phoneNumberId, { message_echoes: [own] });
    expect(await rows(`SELECT 1 FROM "Message" WHERE "providerMessageId" = $1`, [own.id])).toEqual([]);
    expect(await jobOf(wamid)).toMatchObject({ status: "queued" });
  });

  it("of a day ago is shown, and says nothing about who answers now", async () => {
    const { phoneNumberId } = await createIntegration();
    const timestamp = String(Math.floor(Date.now() / 1000) - 25 * 3600);
    const answer = echo(newCustomer(), "Hello", { timestamp });
    await receive(phoneNumberId, { message_echoes: [answer] });
    expect(await storedAs(answer.id)).toMatchObject({ origin: "PHONE", mode: "BOT" });
  });

  it("can be edited and deleted from the phone", async () => {
    const { phoneNumberId } = await createIntegration();
    const to = newCustomer();
    const answer = echo(to, "CANARY-PHONE");
    await receive(phoneNumberId, { message_echoes: [answer] });
    const edit = {
      original_message_id: answer.id,
      message: { type: "text", text: { body: "CANARY-PHONE 2" } },
    };
    await receive(phoneNumberId, { message_echoes: [echo(to, "", { type: "edit", text: undefined, edit })] });
    expect(await storedAs(answer.id)).toMatchObject({ body: "CANARY-PHONE 2" });
    const revoke = { original_message_id: answer.id };
    await receive(phoneNumberId, {
      message_echoes: [echo(to, "", { type: "revoke", text: undefined, revoke })],
    });
    expect((await storedAs(answer.id)).revokedAt).not.toBeNull();
    expect(await rows(`SELECT 1 FROM "Message" m WHERE m::text LIKE '%CANARY-PHONE%'`)).toEqual([]);
  });

  it("for a number that is added later is taken in then", async () => {
    const phoneNumberId = "990011223344";
    const answer = echo(newCustomer(), "Hello");
    await receive(phoneNumberId, { message_echoes: [answer] });
    await createIntegration({ phoneNumberId });
    await replayWaitingDeliveries();
    expect(await storedAs(answer.id)).toMatchObject({ origin: "PHONE", mode: "HUMAN" });
  });
});
