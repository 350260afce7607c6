import { beforeAll, expect, it } from "vitest";
import { startBudget } from "@/domain/schema";
import { verify, withoutForeignKeys } from "../../../support/foreign-keys";
import { ownDatabase, rows } from "../../../support/own-database";

ownDatabase();

const MESSAGES = 1_000_000;
const CONVERSATIONS = 50_000;
const indexes = ["Message_conversationId_id_idx", "Message_providerMessageId_conversationId_key"];

beforeAll(async () => {
  const definitions = await rows<{ definition: string }>(
    "SELECT indexdef AS definition FROM pg_indexes WHERE indexname = ANY ($1)",
    [indexes],
  );
  for (const index of indexes) await rows(`DROP INDEX "${index}"`);
  await withoutForeignKeys(
    `INSERT INTO "Organization" (id, name, slug) VALUES ('org', 'Shop', 'shop')`,
    `INSERT INTO "Integration" (id, "organizationId", name, "phoneNumberId") VALUES ('number', 'org', 'WhatsApp', '1')`,
    `INSERT INTO "Contact" (id, "organizationId", address, phone)
      SELECT n, 'org', n, n FROM generate_series(1, ${CONVERSATIONS}) n`,
    `INSERT INTO "Conversation" (id, "organizationId", "integrationId", "contactId")
      SELECT n, 'org', 'number', n FROM generate_series(1, ${CONVERSATIONS}) n`,
    `INSERT INTO "Message" (id, "organizationId", "conversationId", direction, type, status)
      SELECT n, 'org', 1 + n % ${CONVERSATIONS}, 'INBOUND', 'text', 'RECEIVED' FROM generate_series(1, ${MESSAGES}) n`,
    `UPDATE "Message" SET "conversationId" = 999999999 WHERE id IN (7, 400000, 999999)`,
  );
  for (const { definition } of definitions) await rows(definition);
});

it("finds the three orphans among a million messages", async () => {
  const report = await verify({ sample: 5 });
  expect(report.findings).toMatchObject([{ id: "orphans:Message.conversationId" }]);
  const messages = report.relations.find(({ name }) => name === "Message.conversationId");
  expect(messages?.orphans).toMatchObject({ rows: MESSAGES, orphans: 3, share: 1 });
  expect(messages?.orphans.samples.map(({ id }) => id).toSorted()).toEqual(["400000", "7", "999999"]);
});

it("says which messages it has not looked at when the time is too short, and passes nothing for whole", async () => {
  const report = await verify({ budget: startBudget(0.1) });
  expect(report.status).not.toBe("holds");
  const unfinished = report.relations.filter(({ orphans }) => orphans.share < 1);
  expect(unfinished.map(({ name }) => name)).toEqual(expect.arrayContaining(["Message.organizationId"]));
  expect(report.notChecked.map(({ relation }) => relation)).toEqual(unfinished.map(({ name }) => name));
});
