import { randomUUID } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { eraseContact, type FoundContact, findContacts } from "@/domain/contacts";
import { replayWaitingDeliveries } from "@/domain/inbound";
import { runOutbound } from "@/domain/runner";
import { pool } from "@/infra/database/pool";
import { prisma } from "@/infra/database/prisma";
import { dumpDatabase } from "../../support/dump-database";
import { claimOne, jobOf, newCustomer, receive, sendReply, textReply } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { recordTurn } from "../../support/record-turn";
import { envelope, status, textMessage, toBytes } from "../../support/wire";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();

beforeEach(() => setEnv({ SESSION_SECRET: "canary-session-secret" }));

const actor = "operator:test";
let people = 0;

interface Person {
  from: string;
  userId: string;
  name: string;
  /** What they write. */
  text: string;
}

function newPerson(): Person {
  people += 1;
  const from = newCustomer();
  return {
    from,
    userId: `BR.13491208655302741${people}`,
    name: `Maria Erased ${people} Silva`,
    text: `canary secret ${people} words`,
  };
}

/** A message as Meta writes it: the id has the sender's number in it. */
function messageOf({ from, userId, text }: Person, fields: Record<string, unknown> = {}) {
  const id = `wamid.${Buffer.from(`\x1c\x18\x0d${from}${randomUUID()}`).toString("base64")}`;
  return textMessage(from, text, { id, from_user_id: userId, ...fields });
}

function profileOf({ from, userId, name }: Person) {
  return { wa_id: from, user_id: userId, profile: { name, username: `user.${userId}` } };
}

async function write(...everybody: Person[]): Promise<ReturnType<typeof messageOf>[]> {
  const messages = everybody.map((person) => messageOf(person));
  await receive(simulator.phoneNumberId, { messages, contacts: everybody.map(profileOf) });
  return messages;
}

async function find({ from }: Person): Promise<FoundContact> {
  const [contact, ...others] = await findContacts(`+${from}`);
  expect(others).toEqual([]);
  if (!contact) throw new Error("No contact");
  return contact;
}

/** Lines of the whole database that say something of a person. */
async function tracesOf({ from, userId, name, text }: Person, ...more: string[]): Promise<string[]> {
  const inWamid = Buffer.from(`\x1c\x18\x0d${from}`).toString("base64").slice(0, -4);
  const needles = [from, userId, name, text, inWamid, ...more];
  return (await dumpDatabase()).filter((line) => needles.some((needle) => line.includes(needle)));
}

/** Everything that is stored about a person, as it is. */
async function rowsOf({ from }: Person) {
  return await row(
    `SELECT jsonb_agg(DISTINCT to_jsonb(p)) AS contact, jsonb_agg(DISTINCT to_jsonb(c)) AS conversation,
       jsonb_agg(DISTINCT to_jsonb(m)) AS messages, jsonb_agg(DISTINCT to_jsonb(j)) AS jobs,
       jsonb_agg(DISTINCT to_jsonb(l)) AS ledger, jsonb_agg(DISTINCT to_jsonb(a)) AS aliases,
       jsonb_agg(DISTINCT to_jsonb(r)) AS receipts, jsonb_agg(DISTINCT to_jsonb(u)) AS costs,
       jsonb_agg(DISTINCT to_jsonb(k)) AS keys
     FROM "Contact" p JOIN "Conversation" c ON c."contactId" = p.id
     LEFT JOIN "Message" m ON m."conversationId" = c.id LEFT JOIN "OutboundJob" j ON j."conversationId" = c.id
     LEFT JOIN "OutboundMessageLog" l ON l."jobId" = j.id LEFT JOIN "ContactAlias" a ON a."contactId" = p.id
     LEFT JOIN "ReceiptEvent" r ON r."providerMessageId" = l."providerMessageId"
     LEFT JOIN "AiUsage" u ON u."jobId" = j.id
     LEFT JOIN processed_webhook_events k ON k.key LIKE '%' || m."providerMessageId"
     WHERE p.phone = $1`,
    [from],
  );
}

/** A person about whom there is something in every table that can hold something. */
async function fillAllTables(person: Person, other: Person): Promise<string[]> {
  const [message, others] = await write(person, other);
  await runOutbound();
  expect([(await jobOf(message?.id ?? "")).status, (await jobOf(others?.id ?? "")).status]).toEqual([
    "done",
    "done",
  ]);
  const sent = await rows<{ wamid: string; body: string; phone: string }>(
    `SELECT m."providerMessageId" AS wamid, m.body, p.phone FROM "Message" m
     JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE m.direction = 'OUTBOUND' AND p.phone IN ($1, $2)`,
    [person.from, other.from],
  );
  const statuses = sent.map(({ wamid, phone }) => status(wamid, "delivered", { recipient_id: phone }));
  await receive(simulator.phoneNumberId, { statuses });
  const { id: contactId, organizationId } = await find(person);
  const conversation = await prisma().conversation.findFirstOrThrow({ where: { contactId } });
  const said = `${person.text} again`;
  await prisma().lead.create({ data: { contactId, organizationId, details: { note: said } } });
  await prisma().notification.create({
    data: {
      organizationId,
      conversationId: conversation.id,
      kind: "HANDOVER",
      title: said,
      dedupeKey: randomUUID(),
    },
  });
  const { id: messageId } = await prisma().message.findFirstOrThrow({
    where: { providerMessageId: message?.id },
  });
  await prisma().mediaAsset.create({ data: { organizationId, messageId, mimeType: said } });
  await recordTurn(conversation.id, said);
  await rows(
    `INSERT INTO "AiSpending" ("organizationId", day, spender) VALUES ($1, '2026-01-02', 'contact:' || $2::bigint)`,
    [organizationId, contactId],
  );
  await rows(`UPDATE "OutboundJob" SET error = $2 WHERE "conversationId" = $1`, [conversation.id, said]);
  return sent.filter(({ phone }) => phone === person.from).flatMap(({ wamid }) => wamid);
}

describe("erasing a contact", () => {
  it("leaves no number, name, word or id of the person in any table, and everything of others as it was", async () => {
    const [person, other] = [newPerson(), newPerson()];
    const sent = await fillAllTables(person, other);
    await write(person); // An open job.
    const tables = new Set(
      (await tracesOf(person, ...sent)).map((line) => line.split(":")[0]?.replaceAll('"', "")),
    );
    expect([...tables].toSorted()).toEqual([
      "AiTurn",
      "Contact",
      "ContactAlias",
      "Conversation",
      "FollowUp",
      "Lead",
      "MediaAsset",
      "Message",
      "Notification",
      "OutboundJob",
      "OutboundMessageLog",
      "ReceiptEvent",
      "processed_webhook_events",
      "webhook_delivery_log",
    ]);
    const { id: contactId } = await find(person);
    const before = await rowsOf(other);
    const costs = await row(`SELECT count(*)::int, sum("outputTokens")::int FROM "AiUsage"`);

    const erasure = await eraseContact(await find(person), actor);

    expect(await tracesOf(person, ...sent)).toEqual([]);
    expect(await findContacts(person.from)).toEqual([]);
    expect(await rowsOf(other)).toEqual(before);
    expect(await row(`SELECT count(*)::int, sum("outputTokens")::int FROM "AiUsage"`)).toEqual(costs);
    const ofNoJob = `SELECT id FROM "AiUsage" u WHERE NOT EXISTS (SELECT 1 FROM "OutboundJob" j WHERE j.id = u."jobId")`;
    expect(await rows(`${ofNoJob} AND "jobId" IS NOT NULL`)).toEqual([]);
    expect(
      await rows(`SELECT 1 FROM "AiSpending" WHERE spender = 'contact:' || $1::bigint`, [contactId]),
    ).toEqual([]);
    const ofNobody = `SELECT 1 FROM "AiUsage" u WHERE NOT EXISTS (SELECT 1 FROM "Contact" p WHERE p.id = u."contactId")`;
    expect(await rows(`${ofNobody} AND "contactId" IS NOT NULL`)).toEqual([]);
    expect(erasure).toMatchObject({
      messages: 3,
      jobs: 2,
      openJobs: 1,
      anonymisedCosts: 1,
      waitingDeliveries: 0,
    });
    expect(erasure.rawDeliveries).toBeGreaterThanOrEqual(3);
  });

  it("says in the audit who did it, when, and how much, and nothing of whom", async () => {
    const person = newPerson();
    await write(person);
    const { id } = await find(person);
    await eraseContact(await find(person), actor);
    const event = await row(`SELECT * FROM "AuditEvent" WHERE action = 'erase' AND "entityId" = $1`, [
      String(id),
    ]);
    expect(event).toMatchObject({
      actor,
      entity: "Contact",
      details: { conversations: 1, messages: 1, jobs: 1, openJobs: 1 },
    });
  });

  it("ends an open job: nothing is sent afterwards, also by a runner that had it in hand", async () => {
    const [waiting, inHand] = [newPerson(), newPerson()];
    await write(inHand);
    const claim = await claimOne();
    await write(waiting);
    for (const person of [waiting, inHand]) await eraseContact(await find(person), actor);
    expect(await sendReply(claim, textReply("canary reply"))).toEqual({ kind: "not_begun", verdict: "lost" });
    await runOutbound();
    for (const { from } of [waiting, inHand])
      expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("cannot be done without a secret to recognise the person by", async () => {
    const person = newPerson();
    await write(person);
    setEnv({ SESSION_SECRET: undefined });
    await expect(eraseContact(await find(person), actor)).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    expect(await findContacts(person.from)).toHaveLength(1);
  });
});

describe("after an erasure", () => {
  const later = () => String(Math.floor(Date.now() / 1000) + 2);

  it("a redelivery of what was written before brings nothing back, nor what others wrote in it twice", async () => {
    const [person, other] = [newPerson(), newPerson()];
    const value = {
      messages: [messageOf(person), messageOf(other)],
      contacts: [profileOf(person), profileOf(other)],
    };
    await receive(simulator.phoneNumberId, value);
    await eraseContact(await find(person), actor);
    const before = await rowsOf(other);
    await receive(simulator.phoneNumberId, value);
    await Promise.all([receive(simulator.phoneNumberId, value), receive(simulator.phoneNumberId, value)]);
    expect(await tracesOf(person)).toEqual([]);
    expect(await rowsOf(other)).toEqual(before);
  });

  it("a re-import by user id alone brings nothing back, also after SESSION_SECRET was replaced", async () => {
    const person = newPerson();
    await write(person);
    await eraseContact(await find(person), actor);
    setEnv({ SESSION_SECRET: "canary-session-secret-2", SESSION_SECRET_PREVIOUS: "canary-session-secret" });
    await receive(simulator.phoneNumberId, { messages: [messageOf(person, { from: undefined })] });
    expect(await tracesOf(person)).toEqual([]);
  });

  it("what the person writes anew is taken in as from somebody new, and answered", async () => {
    const person = newPerson();
    await write(person);
    const { id } = await find(person);
    await eraseContact(await find(person), actor);
    const message = messageOf(person, { timestamp: later() });
    await receive(simulator.phoneNumberId, { messages: [message], contacts: [profileOf(person)] });
    expect((await find(person)).id).not.toBe(id);
    await runOutbound();
    expect((await jobOf(message.id)).status).toBe("done");
  });

  it("a receipt of what was sent to the person leaves no trace, also not in the raw webhook", async () => {
    const [person, other] = [newPerson(), newPerson()];
    await write(person);
    await write(other);
    await runOutbound();
    const ledger = await rows<{ id: string; wamid: string; phone: string }>(
      `SELECT l.id, l."providerMessageId" AS wamid, p.phone FROM "OutboundMessageLog" l
       JOIN "Message" m ON m.id = l."messageId" JOIN "Conversation" c ON c.id = m."conversationId"
       JOIN "Contact" p ON p.id = c."contactId" WHERE p.phone IN ($1, $2)`,
      [person.from, other.from],
    );
    await eraseContact(await find(person), actor);
    const statuses = ledger.map(({ id, wamid, phone }) =>
      status(wamid, "read", { recipient_id: phone, biz_opaque_callback_data: id }),
    );
    await receive(simulator.phoneNumberId, { statuses });
    const ofPerson = ledger.find(({ phone }) => phone === person.from);
    expect(await tracesOf(person, ofPerson?.wamid ?? "", ofPerson?.id ?? "")).toEqual([]);
    const { read } = await row<{ read: number }>(
      `SELECT count(*)::int AS read FROM "Message" WHERE status = 'READ' AND "providerMessageId" = ANY ($1)`,
      [ledger.map(({ wamid }) => wamid)],
    );
    expect(read).toBe(1);
  });

  it("a parked webhook that names the person waits with what others wrote, and is emptied when it is taken in", async () => {
    const [person, other] = [newPerson(), newPerson()];
    await write(person);
    const theirs = messageOf(other);
    const body = toBytes(envelope(simulator.phoneNumberId, { messages: [messageOf(person), theirs] }));
    await rows(
      `INSERT INTO webhook_delivery_log (id, request_id, raw_body, status) VALUES ($1, 'webhook_1_aa', $2, 'parked')`,
      [randomUUID(), Buffer.from(body)],
    );
    expect(await eraseContact(await find(person), actor)).toMatchObject({ waitingDeliveries: 1 });
    expect(await replayWaitingDeliveries()).toEqual({ replayed: 1, stillWaiting: 0 });
    expect(await tracesOf(person)).toEqual([]);
    expect((await jobOf(theirs.id)).status).toBe("queued");
  });
});

it("a webhook that began before the erasure is waited for: it may not see that the person was erased", async () => {
  const person = newPerson();
  await write(person);
  const contact = await find(person);
  const webhook = await pool().connect();
  let isErased = false;
  try {
    await webhook.query("BEGIN");
    await webhook.query(`UPDATE "Contact" SET "updatedAt" = now() WHERE id = -1`);
    const erasure = eraseContact(contact, actor).then(() => {
      isErased = true;
    });
    const tombstone = async () =>
      (await row<{ count: number }>(`SELECT count(*)::int FROM "ErasedContact"`)).count;
    await expect.poll(tombstone, { timeout: 5_000 }).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([isErased, (await findContacts(person.from)).length]).toEqual([false, 1]);
    await webhook.query("COMMIT");
    await erasure;
  } finally {
    webhook.release();
  }
  expect(await tracesOf(person)).toEqual([]);
});
