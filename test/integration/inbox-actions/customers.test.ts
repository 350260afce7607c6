import { beforeEach, describe, expect, it } from "vitest";
import * as erase from "@/app/api/inbox/contacts/[id]/erase/route";
import * as merge from "@/app/api/inbox/contacts/[id]/merge/route";
import * as merges from "@/app/api/inbox/contacts/[id]/merges/route";
import * as contact from "@/app/api/inbox/contacts/[id]/route";
import * as lead from "@/app/api/inbox/conversations/[id]/lead/route";
import * as undo from "@/app/api/inbox/merges/[id]/undo/route";
import { startConversation } from "../../support/inbox";
import { ask, auditOf, ownInbox, read } from "../../support/inbox-actions";
import { row, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

const inbox = ownInbox();
beforeEach(() => setEnv({ SESSION_SECRET: "session-secret-of-the-customer-tests" }));

async function start(phoneNumberId = inbox.phoneNumberId) {
  const { conversationId, customer } = await startConversation(phoneNumberId, "hello");
  const { contactId } = await row<{ contactId: number }>(
    `SELECT "contactId" FROM "Conversation" WHERE id = $1`,
    [conversationId],
  );
  return { conversationId, customer, contactId };
}
const nameOf = (id: number) => row(`SELECT name, "mergedIntoId" FROM "Contact" WHERE id = $1`, [id]);

describe("a customer's name", () => {
  it("is what the business calls them, and can be given up; the audit does not keep it", async () => {
    const { contactId: id } = await start();
    const named = await ask(contact.PATCH, { params: { id }, body: { name: " Dona Ana " } });
    expect(named).toMatchObject({ status: 200, body: { contact: { id, name: "Dona Ana" } } });
    await ask(contact.PATCH, { params: { id }, body: { name: "Dona Ana" } });
    await ask(contact.PATCH, { params: { id }, body: { name: null } });
    expect(await nameOf(id)).toMatchObject({ name: null });
    const audit = await auditOf("Contact", id);
    expect(audit.map(({ action }) => action)).toEqual(["rename", "rename"]);
    expect(JSON.stringify(audit)).not.toContain("Dona");
  });

  it("is refused when it is empty or endless, and not found for another organization's", async () => {
    const { contactId: id } = await start();
    for (const name of ["  ", "x".repeat(121), 3])
      expect(await ask(contact.PATCH, { params: { id }, body: { name } })).toMatchObject({ status: 400 });
    const foreign = await start(inbox.other.phoneNumberId);
    expect(
      await ask(contact.PATCH, { params: { id: foreign.contactId }, body: { name: "x" } }),
    ).toMatchObject({ status: 404 });
    expect(await nameOf(foreign.contactId)).toMatchObject({ name: null });
  });
});

describe("merging", () => {
  it("makes one customer of two, may be repeated, is listed, and can be undone once", async () => {
    const [absorbed, survivor] = [await start(), await start()];
    const ask_ = () =>
      ask(merge.POST, { params: { id: absorbed.contactId }, body: { intoId: survivor.contactId } });
    const merged = await ask_();
    expect(merged).toMatchObject({ status: 200, body: { isDone: true } });
    const { mergeId } = merged.body;
    expect(await ask_()).toMatchObject({ status: 200, body: { mergeId, isDone: true } });
    expect(await nameOf(absorbed.contactId)).toMatchObject({ mergedIntoId: survivor.contactId });
    const listed = await read(merges.GET, { params: { id: survivor.contactId } });
    expect(listed.body.merges).toMatchObject([
      {
        id: mergeId,
        status: "done",
        actorName: "Ana",
        survivor: { id: survivor.contactId, name: survivor.customer },
        absorbed: { id: absorbed.contactId, name: absorbed.customer },
        undoneAt: null,
      },
    ]);
    const undone = await ask(undo.POST, { params: { id: mergeId } });
    expect(undone).toMatchObject({
      status: 200,
      body: { survivorId: survivor.contactId, absorbedId: absorbed.contactId },
    });
    expect(await nameOf(absorbed.contactId)).toMatchObject({ mergedIntoId: null });
    expect(await ask(undo.POST, { params: { id: mergeId } })).toMatchObject({ status: 409 });
  });

  it("is refused with oneself and with who is part of another", async () => {
    const [a, b, c] = [await start(), await start(), await start()];
    const into = (id: number, intoId: number) => ask(merge.POST, { params: { id }, body: { intoId } });
    expect(await into(a.contactId, a.contactId)).toMatchObject({ status: 409 });
    await into(a.contactId, b.contactId);
    expect(await into(a.contactId, c.contactId)).toMatchObject({ status: 409 });
  });

  it("does not reach across organizations, in either direction", async () => {
    const [own, foreign] = [await start(), await start(inbox.other.phoneNumberId)];
    for (const [id, intoId] of [
      [own.contactId, foreign.contactId],
      [foreign.contactId, own.contactId],
    ])
      expect(await ask(merge.POST, { params: { id }, body: { intoId } })).toMatchObject({ status: 404 });
    expect(await read(merges.GET, { params: { id: foreign.contactId } })).toMatchObject({ status: 404 });
    const theirs = await start(inbox.other.phoneNumberId);
    const [{ id: mergeId } = { id: 0 }] = await rows<{ id: number }>(
      `INSERT INTO "ContactMerge" ("organizationId", "survivorId", "absorbedId", reason, actor, status)
       VALUES ($1, $2, $3, 'operator', 'x', 'done') RETURNING id`,
      [inbox.other.organizationId, foreign.contactId, theirs.contactId],
    );
    expect(await ask(undo.POST, { params: { id: mergeId } })).toMatchObject({ status: 404 });
  });
});

describe("erasing", () => {
  const eraseAs = (id: number, confirmation: string) =>
    ask(erase.POST, { params: { id }, body: { confirmation } });
  const isThere = async (id: number) =>
    (await rows(`SELECT id FROM "Contact" WHERE id = $1`, [id])).length === 1;

  it.each<[string, (customer: string) => string]>([
    ["their number", (customer) => customer],
    [
      "their number as people write it",
      (customer) => `+${customer.slice(0, 2)} (${customer.slice(2, 4)}) ${customer.slice(4)} `,
    ],
    ["their name", () => " Dona Ana"],
  ])("takes %s, and leaves nothing of them", async (_, typed) => {
    const { contactId: id, customer, conversationId } = await start();
    await ask(contact.PATCH, { params: { id }, body: { name: "Dona Ana" } });
    const erased = await eraseAs(id, typed(customer));
    expect(erased).toMatchObject({
      status: 200,
      body: { erased: { conversations: 1, messages: 1, jobs: 1 } },
    });
    expect(await isThere(id)).toBe(false);
    expect(await rows(`SELECT id FROM "Message" WHERE "conversationId" = $1`, [conversationId])).toEqual([]);
    expect((await auditOf("Contact", id)).at(-1)).toMatchObject({
      action: "erase",
      actor: `user:${inbox.userId}`,
    });
    expect(await eraseAs(id, typed(customer))).toMatchObject({ status: 404 });
  });

  it.each(["", " ", "yes", "dona ana", "55", "+"])("is refused with %j", async (typed) => {
    const { contactId: id } = await start();
    await ask(contact.PATCH, { params: { id }, body: { name: "Dona Ana" } });
    expect(await eraseAs(id, typed)).toMatchObject({ status: 400 });
    expect(await isThere(id)).toBe(true);
  });

  it("does not find another organization's customer", async () => {
    const { contactId: id, customer } = await start(inbox.other.phoneNumberId);
    expect(await eraseAs(id, customer)).toMatchObject({ status: 404 });
    expect(await isThere(id)).toBe(true);
  });
});

describe("a lead", () => {
  const put = (id: number, body: unknown) => ask(lead.PUT, { params: { id }, body });
  const leadsOf = (contactId: number) =>
    rows(`SELECT status, details FROM "Lead" WHERE "contactId" = $1 ORDER BY id`, [contactId]);

  it("is made with the first words about it, and then changed in place", async () => {
    const { conversationId: id, contactId } = await start();
    const made = await put(id, {
      status: "QUALIFIED",
      details: { need: " A red sofa ", budget: "R$ 3.000" },
    });
    expect(made.body.conversation.lead).toMatchObject({
      status: "QUALIFIED",
      details: { need: "A red sofa", budget: "R$ 3.000" },
    });
    await put(id, { status: "WON", details: { need: "A red sofa" } });
    await put(id, { status: "WON", details: { need: "A red sofa" } });
    expect(await leadsOf(contactId)).toEqual([{ status: "WON", details: { need: "A red sofa" } }]);
    const { leadId } = await row<{ leadId: number }>(`SELECT "leadId" FROM "Conversation" WHERE id = $1`, [
      id,
    ]);
    expect(await auditOf("Lead", leadId)).toMatchObject([
      { action: "set_lead", details: { status: "QUALIFIED", conversationId: id } },
      { action: "set_lead", details: { status: "WON" } },
    ]);
  });

  it("made twice at once is one", async () => {
    const { conversationId: id, contactId } = await start();
    await Promise.all([1, 2, 3].map(() => put(id, { status: "NEW", details: { need: "sofa" } })));
    expect(await leadsOf(contactId)).toHaveLength(1);
  });

  it("of somebody else is not touched, whatever the conversation says", async () => {
    const [own, other] = [await start(), await start()];
    await put(other.conversationId, { status: "NEW", details: { need: "theirs" } });
    await rows(
      `UPDATE "Conversation" SET "leadId" = (SELECT "leadId" FROM "Conversation" WHERE id = $2) WHERE id = $1`,
      [own.conversationId, other.conversationId],
    );
    await put(own.conversationId, { status: "LOST", details: { need: "mine" } });
    expect(await leadsOf(other.contactId)).toEqual([{ status: "NEW", details: { need: "theirs" } }]);
    expect(await leadsOf(own.contactId)).toEqual([{ status: "LOST", details: { need: "mine" } }]);
  });

  it.each([
    { status: "MAYBE", details: {} },
    { status: "NEW", details: { shoeSize: "42" } },
    { status: "NEW", details: { email: "no address" } },
    { status: "NEW", details: { need: "x".repeat(1_001) } },
    { status: "NEW", details: { need: "" } },
    { status: "NEW" },
  ])("refuses %j, as the bot's own tool does", async (body) => {
    const { conversationId: id, contactId } = await start();
    expect(await put(id, body)).toMatchObject({ status: 400 });
    expect(await leadsOf(contactId)).toEqual([]);
  });

  it("of another organization's conversation is not found", async () => {
    const { conversationId: id, contactId } = await start(inbox.other.phoneNumberId);
    expect(await put(id, { status: "NEW", details: {} })).toMatchObject({ status: 404 });
    expect(await leadsOf(contactId)).toEqual([]);
  });
});
