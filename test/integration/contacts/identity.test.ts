// Who is who: Meta withholds numbers, spells them in two ways, gives them to other people and changes user ids. One person
// has one conversation, two people never share one.

import { randomInt } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { carryOutMerges, mergeContacts, unmergeContacts } from "@/domain/contacts";
import { claimJobs } from "@/domain/outbound";
import { isAppError } from "@/lib/errors";
import { createIntegration, emptyQueue, newCustomer, receive } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { textMessage } from "../../support/wire";

ownDatabase();

const newUserId = () => `BR.${randomInt(1e8, 1e9)}${randomInt(1e8, 1e9)}`;
const now = () => Math.floor(Date.now() / 1_000);

interface Names {
  phone?: string;
  userId?: string;
  parentUserId?: string;
  /** Unix seconds. */
  at?: number;
}

/** Somebody writes. @returns the message's id. */
async function write(phoneNumberId: string, { phone, userId, parentUserId, at = now() }: Names) {
  const message = wire({ phone, userId, parentUserId, at });
  await receive(phoneNumberId, { messages: [message] });
  return message.id;
}

function wire({ phone, userId, parentUserId, at = now() }: Names) {
  const fields = { from: phone, from_user_id: userId, from_parent_user_id: parentUserId };
  return { ...textMessage("x", "canary"), ...fields, timestamp: String(at) };
}

/** The conversation a message is in now, and the route of a reply to it. */
function place(wamid: string) {
  return row<{ conversationId: number; contactId: number; phone: string | null; userId: string | null }>(
    `SELECT c.id AS "conversationId", p.id AS "contactId", p.phone, coalesce(c."customerUserId", p."userId") AS "userId"
     FROM "Message" m JOIN "Conversation" c ON c.id = m."conversationId" JOIN "Contact" p ON p.id = c."contactId"
     WHERE m."providerMessageId" = $1`,
    [wamid],
  );
}

async function conversationsOf(wamids: string[]): Promise<number> {
  const found = await rows<{ conversationId: number }>(
    `SELECT DISTINCT "conversationId" FROM "Message" WHERE "providerMessageId" = ANY ($1)`,
    [wamids],
  );
  return found.length;
}

/** Meta's notice (webhooks/reference/messages/system). @returns its id. */
async function changes(phoneNumberId: string, before: Names, after: Omit<Names, "at">, at = now()) {
  const kind = after.phone
    ? { type: "user_changed_number", wa_id: after.phone }
    : { type: "user_changed_user_id" };
  const ids = after.userId && { user_id: after.userId, previous_user_id: before.userId };
  const notice = {
    ...wire({ phone: before.phone, at }),
    type: "system",
    system: { body: "canary", ...kind, ...ids },
  };
  await receive(phoneNumberId, { messages: [notice] });
  return notice.id;
}

describe("the same person", () => {
  it("stays in one conversation from number only over user name and number change to both", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, newPhone, userId, newUser] = [newCustomer(), newCustomer(), newUserId(), newUserId()];
    const numberOnly = await write(phoneNumberId, { phone, at: now() - 50 });
    const both = await write(phoneNumberId, { phone, userId, at: now() - 40 });
    const idOnly = await write(phoneNumberId, { userId, at: now() - 30 });
    const notice = await changes(
      phoneNumberId,
      { phone, userId },
      { phone: newPhone, userId: newUser },
      now() - 20,
    );
    const withNew = await write(phoneNumberId, { phone: newPhone, userId: newUser, at: now() - 10 });
    const last = await write(phoneNumberId, { userId: newUser });

    expect(await conversationsOf([numberOnly, both, idOnly, notice, withNew, last])).toBe(1);
    expect(await place(last)).toMatchObject({ phone: newPhone, userId: newUser });
  });

  it("is made one when the message that shows it comes after two threads have begun", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId] = [newCustomer(), newUserId()];
    const first = await write(phoneNumberId, { phone, at: now() - 9 });
    const second = await write(phoneNumberId, { userId, at: now() - 6 });
    expect(await conversationsOf([first, second])).toBe(2);
    const older = await place(first);

    const both = await write(phoneNumberId, { phone, userId });

    expect(await conversationsOf([first, second, both])).toBe(1);
    expect(await place(both)).toMatchObject({ ...older, userId });
    const audit = await rows(
      `SELECT actor FROM "AuditEvent" WHERE action = 'merge' AND "entityId" = $1::text`,
      [older.contactId],
    );
    expect(audit).toEqual([{ actor: "webhook" }]);
  });

  it.each([
    ["Brazil's ninth digit", "5511987654321", "551187654321"],
    ["Mexico's 1", "5215512345678", "525512345678"],
    ["Argentina's 9", "5491123456789", "541123456789"],
  ])("is found under both spellings of a number, which stays as Meta wrote it: %s", async (_, one, other) => {
    const { phoneNumberId } = await createIntegration();
    const first = await write(phoneNumberId, { phone: one, at: now() - 5 });
    const second = await write(phoneNumberId, { phone: other });
    expect(await conversationsOf([first, second])).toBe(1);
    expect(await place(second)).toMatchObject({ phone: other });
  });

  it("is found by the parent user id across linked portfolios", async () => {
    const { phoneNumberId } = await createIntegration();
    const parentUserId = "US.ENT.88112233";
    const first = await write(phoneNumberId, { userId: newUserId(), parentUserId, at: now() - 5 });
    const second = await write(phoneNumberId, { userId: newUserId(), parentUserId });
    expect((await place(first)).contactId).toBe((await place(second)).contactId);
  });

  it("keeps one contact when fifty first messages under different names come at once", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId] = [newCustomer(), newUserId()];
    const names = [{ phone }, { phone, userId }, { userId }];
    const sent = await Promise.all(
      Array.from({ length: 50 }, (_, at) => write(phoneNumberId, names[at % 3] ?? {})),
    );
    await carryOutMerges();
    expect(await conversationsOf(sent)).toBe(1);
    const jobs = await row(
      `SELECT count(*)::int AS count FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1)`,
      [sent],
    );
    expect(jobs).toEqual({ count: 50 });
  });

  it("is reached by user id once Meta says that the user id, and so the number, has changed", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId, newUser] = [newCustomer(), newUserId(), newUserId()];
    const first = await write(phoneNumberId, { phone, userId, at: now() - 9 });
    const notice = await changes(phoneNumberId, { userId }, { userId: newUser }, now() - 5);
    const last = await write(phoneNumberId, { userId: newUser });
    expect(await conversationsOf([first, notice, last])).toBe(1);
    expect(await place(last)).toMatchObject({ phone: null, userId: newUser });
  });

  it("is one when the notice of the change comes after the first message under the new names", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, newPhone, userId, newUser] = [newCustomer(), newCustomer(), newUserId(), newUserId()];
    const first = await write(phoneNumberId, { phone, userId, at: now() - 30 });
    const early = await write(phoneNumberId, { phone: newPhone, userId: newUser, at: now() - 5 });
    await changes(phoneNumberId, { phone, userId }, { phone: newPhone, userId: newUser }, now() - 10);
    expect(await conversationsOf([first, early])).toBe(1);
    expect(await place(first)).toMatchObject({ phone: newPhone, userId: newUser });
  });

  it("keeps the latest names when two changes come in the wrong order", async () => {
    const { phoneNumberId } = await createIntegration();
    const [a, b, c] = [newCustomer(), newCustomer(), newCustomer()];
    const first = await write(phoneNumberId, { phone: a, at: now() - 90 });
    const second = await changes(phoneNumberId, { phone: b }, { phone: c }, now() - 10);
    await changes(phoneNumberId, { phone: a }, { phone: b }, now() - 20);
    expect(await conversationsOf([first, second])).toBe(1);
    expect(await place(first)).toMatchObject({ phone: c });
  });

  it("keeps the latest number when the notice of an earlier one comes late", async () => {
    const { phoneNumberId } = await createIntegration();
    const [a, b, c, userId] = [newCustomer(), newCustomer(), newCustomer(), newUserId()];
    const first = await write(phoneNumberId, { phone: a, userId, at: now() - 90 });
    await changes(phoneNumberId, { phone: b, userId }, { phone: c, userId }, now() - 10);
    await changes(phoneNumberId, { phone: a, userId }, { phone: b, userId }, now() - 20);
    expect(await place(first)).toMatchObject({ phone: c });
  });
});

describe("two people", () => {
  it("never share a conversation when one gets the other's former number", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, newPhone] = [newCustomer(), newCustomer()];
    const before = await write(phoneNumberId, { phone, at: now() - 90 });
    await changes(phoneNumberId, { phone }, { phone: newPhone }, now() - 60);
    const stranger = await write(phoneNumberId, { phone, at: now() - 5 });
    const late = await write(phoneNumberId, { phone, at: now() - 80 });
    expect(await conversationsOf([before, stranger])).toBe(2);
    expect(await place(stranger)).toMatchObject({ phone });
    expect(await place(before)).toMatchObject({ phone: newPhone });
    // The number was the first one's when this was written, but it is the other's name now: it can only be wrong once.
    expect((await place(late)).conversationId).toBe((await place(stranger)).conversationId);
  });

  it("never share a conversation when a number comes with another user id", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId, otherId] = [newCustomer(), newUserId(), newUserId()];
    const one = await write(phoneNumberId, { phone, userId, at: now() - 60 });
    const other = await write(phoneNumberId, { phone, userId: otherId, at: now() - 30 });
    expect(await conversationsOf([one, other])).toBe(2);
    expect(await place(other)).toMatchObject({ phone, userId: otherId });
    expect(await place(one)).toMatchObject({ phone: null, userId });
    // And a late message of the first one does not take the number back.
    const late = await write(phoneNumberId, { phone, userId, at: now() - 45 });
    expect((await place(late)).conversationId).toBe((await place(one)).conversationId);
    expect(await place(other)).toMatchObject({ phone });
  });

  it("never share a conversation when both write from one number in one webhook", async () => {
    const { phoneNumberId } = await createIntegration();
    const phone = newCustomer();
    const messages = [wire({ phone, userId: newUserId() }), wire({ phone, userId: newUserId() })];
    await receive(phoneNumberId, { messages });
    await carryOutMerges();
    expect(await conversationsOf(messages.map(({ id }) => id))).toBe(2);
  });

  it("are not taken for one because another portfolio uses the same user id", async () => {
    const one = await createIntegration();
    const other = await createIntegration();
    await rows(`UPDATE "Integration" SET "organizationId" = $1, "portfolioId" = '77' WHERE id = $2`, [
      one.organizationId,
      other.id,
    ]);
    await rows(`UPDATE "Integration" SET "portfolioId" = '78' WHERE id = $1`, [one.id]);
    const userId = newUserId();
    const first = await write(one.phoneNumberId, { userId });
    const second = await write(other.phoneNumberId, { userId });
    expect((await place(first)).contactId).not.toBe((await place(second)).contactId);
  });
});

describe("a merge", () => {
  beforeEach(emptyQueue);

  it("waits while both conversations are being answered, and is carried out when one is not", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId] = [newCustomer(), newUserId()];
    const first = await write(phoneNumberId, { phone, at: now() - 9 });
    const second = await write(phoneNumberId, { userId, at: now() - 8 });
    const claims = await claimJobs(10);
    expect(claims).toHaveLength(2);

    const third = await write(phoneNumberId, { phone, userId });
    expect(await conversationsOf([first, second, third])).toBe(2);

    await emptyQueue();
    expect(await carryOutMerges()).toBe(1);
    expect(await conversationsOf([first, second, third])).toBe(1);
  });

  it("makes a reply that has seen only half of the conversation be thought again", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId] = [newCustomer(), newUserId()];
    await write(phoneNumberId, { phone, at: now() - 9 });
    await write(phoneNumberId, { userId, at: now() - 8 });
    const [claim] = await claimJobs(1);
    const seen = claim?.turn.inboundCount ?? 0;
    await write(phoneNumberId, { phone, userId });
    const conversation = await row<{ inboundCount: number }>(
      `SELECT c."inboundCount" FROM "Conversation" c JOIN "OutboundJob" j ON j."conversationId" = c.id WHERE j.id = $1`,
      [claim?.job.id],
    );
    expect(conversation.inboundCount).toBeGreaterThan(seen + 1);
    await emptyQueue();
  });

  it("can be undone by an operator, and the webhooks do not do it again", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, otherPhone] = [newCustomer(), newCustomer()];
    const one = await write(phoneNumberId, { phone, at: now() - 9 });
    const other = await write(phoneNumberId, { phone: otherPhone, at: now() - 8 });
    const [before, beforeOther] = [await place(one), await place(other)];

    const { mergeId, isDone } = await mergeContacts(before.contactId, beforeOther.contactId, "operator:ana");
    expect(isDone).toBe(true);
    expect(await conversationsOf([one, other])).toBe(1);

    await unmergeContacts(mergeId, "operator:ana");
    expect(await place(one)).toEqual(before);
    expect(await place(other)).toEqual(beforeOther);
    const again = await write(phoneNumberId, { phone: otherPhone });
    expect((await place(again)).conversationId).toBe(beforeOther.conversationId);
    const audit = await rows(
      `SELECT action, actor FROM "AuditEvent" WHERE entity = 'Contact' AND "entityId" = $1::text ORDER BY id`,
      [before.contactId],
    );
    expect(audit).toEqual(["merge", "unmerge"].map((action) => ({ action, actor: "operator:ana" })));
  });

  it("that an operator has taken apart is not made again by a message under both names", async () => {
    const { phoneNumberId } = await createIntegration();
    const [phone, userId] = [newCustomer(), newUserId()];
    const first = await write(phoneNumberId, { phone, at: now() - 9 });
    const second = await write(phoneNumberId, { userId, at: now() - 8 });
    await write(phoneNumberId, { phone, userId, at: now() - 7 });
    const merge = await row<{ id: number }>(`SELECT id FROM "ContactMerge" WHERE "survivorId" = $1`, [
      (await place(first)).contactId,
    ]);
    await unmergeContacts(merge.id, "operator:ana");
    await write(phoneNumberId, { phone, userId });
    await carryOutMerges();
    expect(await conversationsOf([first, second])).toBe(2);
  });

  it("keeps the last word on marketing, whichever of the two it was said under", async () => {
    const { phoneNumberId } = await createIntegration();
    const [one, other] = [newCustomer(), newCustomer()];
    const survivor = await place(await write(phoneNumberId, { phone: one, at: now() - 9 }));
    const absorbed = await place(await write(phoneNumberId, { phone: other, at: now() - 8 }));
    const said = `UPDATE "Contact" SET "marketingOptedOutAt" = $2, "marketingChangedAt" = $3 WHERE id = $1`;
    const [before, after] = [new Date(Date.now() - 60_000), new Date(Date.now() - 30_000)];
    await rows(said, [survivor.contactId, before, before]);
    await rows(said, [absorbed.contactId, null, after]);

    await mergeContacts(survivor.contactId, absorbed.contactId, "operator:ana");

    const contact = `SELECT "marketingOptedOutAt", "marketingChangedAt" FROM "Contact" WHERE id = $1`;
    expect(await row(contact, [survivor.contactId])).toEqual({
      marketingOptedOutAt: null,
      marketingChangedAt: after,
    });
  });

  it("that is undone leaves nobody the other's open window", async () => {
    const { phoneNumberId } = await createIntegration();
    const yesterday = now() - 30 * 3_600;
    const one = await place(await write(phoneNumberId, { phone: newCustomer(), at: yesterday }));
    const other = await place(await write(phoneNumberId, { phone: newCustomer(), at: now() - 60 }));
    const opened = `SELECT extract(epoch FROM "lastInboundAt")::int AS at FROM "Conversation" WHERE id = $1`;

    const { mergeId } = await mergeContacts(one.contactId, other.contactId, "operator:ana");
    expect(await row(opened, [one.conversationId])).not.toEqual({ at: yesterday });
    await unmergeContacts(mergeId, "operator:ana");

    expect(await row(opened, [one.conversationId])).toEqual({ at: yesterday });
    expect(await row(opened, [other.conversationId])).not.toEqual({ at: yesterday });
  });

  it("is refused between organizations, and of a contact with itself", async () => {
    const [one, other] = [await createIntegration(), await createIntegration()];
    const first = await place(await write(one.phoneNumberId, { phone: newCustomer() }));
    const second = await place(await write(other.phoneNumberId, { phone: newCustomer() }));
    const isRefused = (error: unknown) => isAppError(error) && error.code === "NOT_FOUND";
    await expect(mergeContacts(first.contactId, second.contactId, "operator")).rejects.toSatisfy(isRefused);
    await expect(mergeContacts(first.contactId, first.contactId, "operator")).rejects.toSatisfy(isRefused);
    await expect(unmergeContacts(999_999, "operator")).rejects.toSatisfy(isRefused);
  });
});
