import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { resumeIntegrations } from "@/domain/integrations";
import { openMedia } from "@/domain/media";
import { readStory } from "@/domain/orchestrator";
import { claimJobs, reconcileUncertainJobs } from "@/domain/outbound";
import { reloadEnv } from "@/lib/env";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { seed } from "../../../scripts/db/seed-rows";
import { seedConversations } from "../../../scripts/demo/conversations/seed-conversations";
import { seedDemoBusiness } from "../../../scripts/demo/seed-demo-business";
import { verify } from "../../support/foreign-keys";
import { ownDatabase, row, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();
const folder = mkdtempSync(join(tmpdir(), "replyonce-demo-"));
const secrets = { SESSION_SECRET: "session-secret-of-the-demo-seed", MEDIA_DIR: folder };
let elapsedMs = 0;

beforeAll(async () => {
  Object.assign(process.env, secrets);
  reloadEnv();
  forgetOncePerProcess("media-storage");
  await seed(() => undefined);
  await seedDemoBusiness(() => undefined);
  const startedAt = performance.now();
  await seedConversations(() => undefined);
  elapsedMs = performance.now() - startedAt;
});
beforeEach(() => setEnv(secrets));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The values of a column, each once. */
async function valuesOf(table: string, column: string): Promise<string[]> {
  const found = await rows<{ value: string }>(
    `SELECT DISTINCT "${column}"::text AS value FROM "${table}" WHERE "${column}" IS NOT NULL`,
  );
  return found.map(({ value }) => value);
}

const counted = () =>
  row(`SELECT (SELECT count(*)::int FROM "Conversation") AS conversations, (SELECT count(*)::int FROM "Message") AS messages,
    (SELECT count(*)::int FROM "User") AS users, (SELECT count(*)::int FROM "MediaAsset") AS files,
    (SELECT sum("microUsd")::text FROM "AiSpending") AS spent`);

test("the seed is quick enough for every start of the demo", () => {
  expect(elapsedMs).toBeLessThan(30_000); // One to six seconds were measured, the latter beside eight other jobs.
});

test("seeding again changes nothing", async () => {
  const before = await counted();
  await seed(() => undefined);
  await seedDemoBusiness(() => undefined);
  await seedConversations(() => undefined);
  expect(await counted()).toEqual(before);
  expect(before.conversations).toBeGreaterThanOrEqual(40);
});

test("every status of a message is there", async () => {
  expect(await valuesOf("Message", "status")).toEqual(
    expect.arrayContaining(["RECEIVED", "PENDING", "SENT", "DELIVERED", "READ", "FAILED"]),
  );
  const failures = await valuesOf("Message", "errorCode");
  expect(failures).toEqual(expect.arrayContaining(["131026", "131047", "131049", "131000", "190"]));
});

test("a message of which nobody knows whether Meta has it waits for a person", async () => {
  const held = await row(
    `SELECT j.status, j."heldAt" IS NOT NULL AS "isHeld", l.status AS send, m.status AS message
     FROM "OutboundJob" j JOIN "OutboundMessageLog" l ON l."jobId" = j.id JOIN "Message" m ON m.id = l."messageId"
     WHERE j.status = 'uncertain'`,
  );
  expect(held).toEqual({ status: "uncertain", isHeld: true, send: "unknown", message: "PENDING" });
});

test("every type that comes in and that goes out is there", async () => {
  const found = await rows<{ direction: string; type: string }>(
    `SELECT DISTINCT direction, type FROM "Message"`,
  );
  const typesOf = (wanted: string) =>
    found.filter(({ direction }) => direction === wanted).map(({ type }) => type);
  const media = ["image", "video", "audio", "sticker", "document"];
  const others = ["text", "location", "contacts", "reaction", "interactive"];
  expect(typesOf("INBOUND")).toEqual(
    expect.arrayContaining([...media, ...others, "order", "button", "system", "unsupported"]),
  );
  expect(typesOf("OUTBOUND")).toEqual(expect.arrayContaining([...media, ...others, "template"]));
});

test("every state of a conversation is there", async () => {
  const states = await row(`
    SELECT bool_or(mode = 'BOT') AS bot, bool_or(mode = 'HUMAN' AND "assigneeId" IS NULL AND "handoverSummary" IS NOT NULL) AS waiting,
      count(DISTINCT "assigneeId")::int AS assignees, bool_or("snoozedUntil" > now()) AS snoozed,
      bool_or(c.status = 'CLOSED') AS closed, bool_or("deletedAt" IS NOT NULL) AS deleted,
      bool_or(p."optedOutAt" IS NOT NULL) AS "optedOut", bool_or("lastInboundAt" IS NULL) AS "neverWritten",
      bool_or("lastInboundAt" BETWEEN now() - interval '24 hours' AND now() - interval '22 hours') AS closing,
      bool_or("lastInboundAt" < now() - interval '24 hours') AS "windowClosed", bool_or(i.status = 'STOPPED') AS broken,
      bool_or(p.phone IS NULL AND p.username IS NOT NULL) AS "usernameOnly",
      bool_or(EXISTS (SELECT 1 FROM "ContactAlias" a WHERE a."contactId" = p.id AND a.kind = 'GROUP')) AS "group"
    FROM "Conversation" c JOIN "Contact" p ON p.id = c."contactId" JOIN "Integration" i ON i.id = c."integrationId"`);
  expect(states).toEqual({
    ...Object.fromEntries(Object.keys(states).map((name) => [name, true])),
    assignees: 3,
  });
});

test("nothing of it can be taken by a runner, sent again or set going", async () => {
  expect(await resumeIntegrations()).toBe(0);
  expect(await claimJobs(100)).toEqual([]);
  expect(await reconcileUncertainJobs()).toEqual({ resent: 0, held: 0 });
  expect(await rows(`SELECT id FROM "MediaAsset" WHERE status = 'pending'`)).toEqual([]);
  expect(await rows(`SELECT id FROM webhook_delivery_log WHERE status <> 'ingested'`)).toEqual([]);
});

test("an answer has its story: webhook, sources, tools, costs, send and receipts", async () => {
  const { id } = await row<{ id: number }>(
    `SELECT j.id::int FROM "OutboundJob" j JOIN "Message" m ON m.id = j."inboundMessageId"
     WHERE m.body LIKE 'Which plan do I need%'`,
  );
  const story = await readStory(id);
  expect(story.webhook).not.toBeNull();
  expect(story.inbound).toHaveLength(2);
  expect(story.sends).toMatchObject([{ status: "accepted" }]);
  expect(story.receipts.map(({ status }) => status).toSorted()).toEqual(["delivered", "read", "sent"]);
  expect(story.turns[0]?.steps.map((step) => step.kind)).toEqual(["asked", "tool", "asked", "tool"]);
  expect(JSON.stringify(story.turns[0]?.steps)).toContain("Prices and plans");
  expect(story.calls.every(({ costMicroUsd, isStep }) => isStep && Number(costMicroUsd) > 0)).toBe(true);
});

test("every file that is said to be there is there", async () => {
  const files = await rows<{ id: string }>(`SELECT id FROM "MediaAsset" WHERE status = 'stored'`);
  expect(files.length).toBeGreaterThan(8);
  for (const { id } of files) {
    const { read, sizeBytes } = await openMedia(id);
    let bytes = 0;
    for await (const chunk of await read()) bytes += (chunk as Buffer).length;
    expect(bytes).toBe(sizeBytes);
  }
});

test("no row of it points nowhere", async () => {
  expect((await verify()).status).toBe("holds");
});
