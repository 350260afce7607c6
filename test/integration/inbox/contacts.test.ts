import { beforeAll, beforeEach, expect, it } from "vitest";
import * as route from "@/app/api/inbox/contacts/route";
import { prisma } from "@/infra/database/prisma";
import { createIntegration } from "../../support/factories";
import { askInbox, createUser, startConversation } from "../../support/inbox";
import { ownDatabase } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

let phoneNumberId: string;
beforeAll(async () => {
  const own = await createIntegration();
  phoneNumberId = own.phoneNumberId;
  await createUser(own.organizationId);
});
beforeEach(() => setEnv({ INBOX_WITHOUT_SIGN_IN: "true" }));

const find = (search: string) => askInbox(route.GET, { path: `contacts?${new URLSearchParams({ search })}` });

it("people are found by names and parts of numbers, not those of another organization nor whom others turned out to be", async () => {
  const ana = await startConversation(phoneNumberId, "hi");
  const other = await createIntegration();
  const stranger = await startConversation(other.phoneNumberId, "hi");
  const { contactId } = await prisma().conversation.update({
    where: { id: ana.conversationId },
    data: { contact: { update: { name: "Ana Prado" } } },
  });
  await prisma().contact.updateMany({
    where: { conversations: { some: { id: stranger.conversationId } } },
    data: { name: "Ana Other" },
  });
  const found = {
    id: Number(contactId),
    name: "Ana Prado",
    phone: ana.customer,
    conversationIds: [ana.conversationId],
  };
  expect((await find("ana")).body.contacts).toEqual([found]);
  expect((await find(ana.customer.slice(4, 10))).body.contacts).toContainEqual(found);
  expect((await find(stranger.customer)).body.contacts).toEqual([]);
  expect(await find(" ")).toMatchObject({ status: 400 });
  await prisma().contact.update({ where: { id: contactId }, data: { mergedIntoId: contactId } });
  expect((await find("ana")).body.contacts).toEqual([]);
});
