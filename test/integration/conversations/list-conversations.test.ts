import { expect, test } from "vitest";
import { listConversations } from "@/domain/conversations";
import { prisma } from "@/infra/database/prisma";
import { createIntegration, customerWrites, jobOf, newCustomer, receive } from "../../support/factories";
import { ownDatabase, row } from "../../support/own-database";
import { textMessage } from "../../support/wire";

ownDatabase();

test("a message that Meta dates to the same second as the reply before it is shown after that reply", async () => {
  const { phoneNumberId, organizationId } = await createIntegration();
  const customer = newCustomer();
  const [first] = await customerWrites(phoneNumberId, customer, "first");
  const { id: jobId } = await jobOf(first as string);
  const { conversationId } = await row<{ conversationId: number }>(
    `SELECT "conversationId" FROM "OutboundJob" WHERE id = $1`,
    [jobId],
  );
  await botAnswered(conversationId, organizationId);
  await customerWrites(phoneNumberId, customer, "second");
  await prisma().message.updateMany({
    where: { conversationId, direction: "INBOUND" },
    data: { sentAt: new Date("2026-11-22T10:00:00.000Z") },
  });

  const [conversation] = await listConversations();

  expect(conversation?.messages.map(({ body }) => body)).toEqual(["first", "reply", "second"]);
});

test("what the customer deleted is not shown, and that they want no more messages is", async () => {
  const { phoneNumberId } = await createIntegration();
  const customer = newCustomer();
  const [wamid] = await customerWrites(phoneNumberId, customer, "canary");
  await customerWrites(phoneNumberId, customer, "STOP");
  const revoke = { type: "revoke", revoke: { original_message_id: wamid } };
  await receive(phoneNumberId, { messages: [{ ...textMessage(customer, ""), text: undefined, ...revoke }] });

  const conversation = (await listConversations()).find(({ customer: name }) => name === customer);

  expect(conversation?.isOptedOut).toBe(true);
  const deleted = conversation?.messages.filter(({ isRevoked }) => isRevoked);
  expect(deleted).toMatchObject([{ body: null, content: null }]);
  expect(JSON.stringify(conversation)).not.toContain("canary");
});

function botAnswered(conversationId: number, organizationId: string) {
  return prisma().message.create({
    data: {
      organizationId,
      conversationId,
      direction: "OUTBOUND",
      type: "text",
      body: "reply",
      status: "SENT",
      sentAt: new Date("2026-11-22T10:00:00.700Z"),
    },
  });
}
