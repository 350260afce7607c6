import { run } from "@/infra/database/statement";

const statement = {
  name: "stop_marketing",
  text: `
  UPDATE "Contact" p SET "marketingOptedOutAt" = now(), "marketingChangedAt" = now(), "updatedAt" = now()
  FROM "Conversation" c
  WHERE c.id = $1 AND p.id = c."contactId" AND p."marketingOptedOutAt" IS NULL`,
};

/** Remembers that a customer has asked Meta for no more marketing (Meta, support/error-codes, 131050). Safe to repeat. */
export async function stopMarketing(conversationId: number): Promise<void> {
  await run(statement, [conversationId]);
}
