// Who is who: Meta withholds numbers, spells them in two ways, gives them to other people and changes user ids. One person
// has one conversation, two people never share one.

import { describe, expect, it } from "vitest";
import { carryOutMerges } from "@/domain/contacts";
import { createIntegration, newCustomer, receive } from "../../support/factories";
import { changes, conversationsOf, newUserId, now, place, wire, write } from "../../support/names";
import { ownDatabase, row, rows } from "../../support/own-database";

ownDatabase();

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
