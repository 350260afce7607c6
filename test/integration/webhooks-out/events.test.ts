import { expect, it } from "vitest";
import { takeOver } from "@/domain/outbound";
import { pool } from "@/infra/database/pool";
import { createIntegration, customerWrites, newCustomer, receive } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { eventRows, ownWebhooks } from "../../support/own-webhooks";

const own = ownWebhooks();
const { number } = own;

const write = () => customerWrites(number.phoneNumberId, newCustomer(), "Hello");
const typesOf = async () => (await eventRows()).map(({ type }) => type);

function conversation() {
  return row<{ id: number; jobId: number }>(
    `SELECT c.id, j.id AS "jobId" FROM "Conversation" c JOIN "OutboundJob" j ON j."conversationId" = c.id
     WHERE c."organizationId" = $1 ORDER BY c.id DESC, j.id DESC LIMIT 1`,
    [number.organizationId],
  );
}

it("without an endpoint nothing is written", async () => {
  await write();
  expect(await eventRows()).toEqual([]);
});

it("an endpoint that is switched off, or of another organization, is written nothing", async () => {
  const other = await createIntegration();
  await own.endpoint();
  await rows(`UPDATE "WebhookEndpoint" SET "disabledAt" = now()`);
  await write();
  await rows(`UPDATE "WebhookEndpoint" SET "disabledAt" = NULL, "organizationId" = $1`, [
    other.organizationId,
  ]);
  await write();
  expect(await eventRows()).toEqual([]);
});

it("a webhook of Meta's that comes twice is told once", async () => {
  await own.endpoint(["message.received"]);
  const from = newCustomer();
  const message = {
    id: `wamid.${from}`,
    from,
    timestamp: "1764000000",
    type: "text",
    text: { body: "Hello" },
  };
  for (let times = 0; times < 2; times += 1)
    await receive(number.phoneNumberId, { messages: [message] } as Parameters<typeof receive>[1]);
  expect(await typesOf()).toEqual(["message.received"]);
});

it("only what an endpoint asks for is written", async () => {
  await own.endpoint(["conversation.handover"]);
  await write();
  expect(await eventRows()).toEqual([]);
  const { id } = await conversation();
  await rows(`UPDATE "Conversation" SET mode = 'HUMAN' WHERE id = $1`, [id]);
  expect(await typesOf()).toEqual(["conversation.handover"]);
});

it("what becomes of a message is told step by step, each once", async () => {
  await write();
  const { id } = await conversation();
  await own.endpoint();
  const { id: messageId } = await row<{ id: number }>(
    `INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status)
     VALUES ($1, $2, 'OUTBOUND', 'text', 'PENDING') RETURNING id`,
    [number.organizationId, id],
  );
  expect(await eventRows()).toEqual([]);
  for (const status of ["SENT", "SENT", "DELIVERED", "READ", "FAILED"])
    await rows(`UPDATE "Message" SET status = $2::"MessageStatus", body = 'x' WHERE id = $1`, [
      messageId,
      status,
    ]);
  expect((await typesOf()).sort()).toEqual([
    "message.delivered",
    "message.failed",
    "message.read",
    "message.sent",
  ]);
});

it("a send of which nobody knows, and a job that has failed, are told", async () => {
  await write();
  const { id, jobId } = await conversation();
  await own.endpoint(["message.unknown", "job.failed"]);
  await rows(
    `WITH reply AS (
       INSERT INTO "Message" ("organizationId", "conversationId", direction, type, status)
       VALUES ($1, $2, 'OUTBOUND', 'text', 'PENDING') RETURNING id)
     INSERT INTO "OutboundMessageLog" (id, "organizationId", "integrationId", "jobId", "messageId", "idempotencyKey", status)
     SELECT gen_random_uuid(), $1, $3, $4, id, gen_random_uuid()::text, 'sending' FROM reply`,
    [number.organizationId, id, number.integrationId, jobId],
  );
  expect(await eventRows()).toEqual([]);
  await rows(`UPDATE "OutboundMessageLog" SET status = 'unknown', "unknownAt" = now() WHERE "jobId" = $1`, [
    jobId,
  ]);
  expect(await typesOf()).toEqual(["message.unknown"]);
  await rows(`UPDATE "OutboundJob" SET status = 'failed', "completedAt" = now() WHERE id = $1`, [jobId]);
  expect((await typesOf()).sort()).toEqual(["job.failed", "message.unknown"]);
});

it("what is rolled back is not told", async () => {
  await write();
  const { id } = await conversation();
  await own.endpoint();
  const client = await pool().connect();
  try {
    await client.query("BEGIN");
    await client.query(`UPDATE "Conversation" SET status = 'CLOSED' WHERE id = $1`, [id]);
    await client.query("ROLLBACK");
  } finally {
    client.release();
  }
  expect(await eventRows()).toEqual([]);
});

it("a person who takes over is told as a handover and as a change; counters and times are no change", async () => {
  await write();
  const { id } = await conversation();
  await own.endpoint(["conversation.handover", "conversation.updated"]);
  await rows(
    `UPDATE "Conversation" SET "readAt" = now(), "inboundCount" = "inboundCount" + 1 WHERE id = $1`,
    [id],
  );
  expect(await eventRows()).toEqual([]);
  await takeOver({ conversationId: id, actor: "operator" });
  expect((await typesOf()).sort()).toEqual(["conversation.handover", "conversation.updated"]);
});
