import { beforeAll, describe, expect, it } from "vitest";
import { receiveWebhook } from "@/domain/inbound";
import { newRequestId } from "@/lib/request-id";
import { catalogue, composeBody, createComposer } from "@/simulator";
import { createIntegration } from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";
import { toBytes } from "../../support/wire";

ownDatabase();

// What the simulator knows of Meta and what the product knows of it were written by different hands.

const isAnswered = catalogue.filter(({ kind }) => kind === "message");
const ids = new Map(catalogue.map(({ name }, index) => [name, `wamid.every-${index}`]));

describe("every webhook of the simulator's catalogue, of a customer known by user id alone", () => {
  beforeAll(async () => {
    const { phoneNumberId } = await createIntegration();
    const composer = createComposer({ phoneNumberId });
    for (const [index, example] of catalogue.entries()) {
      const wamid = ids.get(example.name);
      const quote = `wamid.nobody-${index}`;
      const sender = { userId: `US.1349120865530274${1000 + index}`, username: `user${index}` };
      const body = composeBody(example, [{ ...sender, wamid, quote }], { ...composer, layout: "value" });
      await receiveWebhook(toBytes(body), newRequestId("webhook"));
    }
  });

  it("is taken in whole, and nothing about it is malformed", async () => {
    const troubled = await rows(
      `SELECT convert_from(raw_body, 'UTF8') AS body, status, error FROM webhook_delivery_log
       WHERE status <> 'ingested' OR error IS NOT NULL`,
    );
    expect(troubled).toEqual([]);
  });

  it("is one message where it is a customer's, each in a conversation of its own", async () => {
    const stored = await rows<{ providerMessageId: string; conversationId: string }>(
      `SELECT "providerMessageId", "conversationId" FROM "Message" WHERE direction = 'INBOUND'`,
    );
    const wanted = isAnswered.map(({ name }) => ids.get(name)).toSorted();
    expect(stored.map(({ providerMessageId }) => providerMessageId).toSorted()).toEqual(wanted);
    expect(new Set(stored.map(({ conversationId }) => conversationId)).size).toBe(wanted.length);
  });
});
