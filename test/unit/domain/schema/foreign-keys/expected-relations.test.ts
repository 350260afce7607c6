import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { expectedRelations } from "@/domain/schema/foreign-keys/expected-relations";
import { columnOf, tableOf } from "@/domain/schema/foreign-keys/promised-keys";
import { readSchemaText } from "@/domain/schema/foreign-keys/read-schema-text";
import { relationsByName } from "@/domain/schema/foreign-keys/relations-by-name";

const schema = readFileSync("prisma/schema.prisma", "utf8");

/** Ids that Meta or a caller gives out, and ids of no particular table. */
const noRelations = [
  "AccountEvent.wabaId",
  "AuditEvent.entityId",
  // Hints for who is looking just now, gone after ten minutes, of rows that may be gone before.
  "Change.conversationId",
  "Change.organizationId",
  "Change.rowId",
  "Change.transactionId",
  "Contact.userId",
  "Conversation.customerUserId",
  "Integration.phoneNumberId",
  "Integration.portfolioId",
  "Integration.wabaId",
  "Account.accountId",
  "Account.providerId",
  "MediaAsset.providerMediaId",
  "Message.providerMessageId",
  "Message.quotedProviderMessageId",
  "OutboundJob.inboundProviderMessageId",
  "OutboundJob.requestId",
  "OutboundMessageLog.providerMessageId",
  "ReceiptEvent.providerMessageId",
  "Template.providerTemplateId",
  "webhook_delivery_log.request_id",
];

it("leaves no id of the Prisma schema out: each is a key, a relation by name, or of somebody else", () => {
  const ids = readSchemaText(schema).flatMap((model) =>
    model.fields
      .map((field) => `${tableOf(model)}.${columnOf(field)}`)
      .filter((name) => /(Ids?|_ids?)$/.test(name)),
  );
  const relations = expectedRelations(schema).map(({ name }) => name);
  expect([...relations, ...noRelations].toSorted()).toEqual(ids.toSorted());
  expect(new Set(relations).size).toBe(relations.length);
});

it("knows which ids are in a list, and of what type they are", () => {
  const named = Object.fromEntries(expectedRelations(schema).map((relation) => [relation.name, relation]));
  expect(named["OutboundJob.answeredJobIds"]).toMatchObject({
    isList: true,
    types: ["bigint[]"],
    targetTypes: ["bigint"],
  });
  expect(named["ReceiptEvent.opaqueId"]).toMatchObject({
    isList: false,
    types: ["uuid"],
    targetTypes: ["uuid"],
  });
  expect(named["Message.organizationId"]).toMatchObject({ types: ["text"] });
  expect(named["Message.organizationId"]).not.toHaveProperty("key");
});

it("has a reason for every relation whose rows may outlive what they point to", () => {
  const outliving = relationsByName
    .filter(({ mayOutlive }) => mayOutlive)
    .map(({ from }) => from.split(".")[0]);
  expect([...new Set(outliving)].toSorted()).toEqual([
    "AiSpending",
    "AiUsage",
    "ErasedContact",
    "ReceiptEvent",
  ]);
});

it("refuses a relation by name that the Prisma schema does not have", () => {
  expect(() => expectedRelations(schema.replaceAll("handoverJobId", "handedOverBy"))).toThrow(
    "Conversation.handoverJobId, which is not in the Prisma schema",
  );
});
