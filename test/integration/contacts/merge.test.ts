// Two contacts that are one person: what a merge does, when it waits, and what undoing it gives back.

import { beforeEach, describe, expect, it } from "vitest";
import { carryOutMerges, mergeContacts, unmergeContacts } from "@/domain/contacts";
import { claimJobs } from "@/domain/outbound";
import { isAppError } from "@/lib/errors";
import { createIntegration, emptyQueue, newCustomer } from "../../support/factories";
import { conversationsOf, newUserId, now, place, write } from "../../support/names";
import { ownDatabase, row, rows } from "../../support/own-database";
import { recordTurn } from "../../support/record-turn";

ownDatabase();

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

  it("takes what the bot thought and agreed to along, and gives it back when it is undone", async () => {
    const { phoneNumberId } = await createIntegration();
    const one = await place(await write(phoneNumberId, { phone: newCustomer(), at: now() - 9 }));
    const other = await place(await write(phoneNumberId, { phone: newCustomer(), at: now() - 8 }));
    for (const { conversationId } of [one, other]) await recordTurn(conversationId, "canary");
    const thought = (conversationId: number) =>
      row(
        `SELECT (SELECT count(*)::int FROM "AiTurn" WHERE "conversationId" = $1) AS turns,
         (SELECT count(*)::int FROM "FollowUp" WHERE "conversationId" = $1) AS "followUps"`,
        [conversationId],
      );

    const { mergeId } = await mergeContacts(one.contactId, other.contactId, "operator:ana");
    expect(await thought(one.conversationId)).toEqual({ turns: 2, followUps: 2 });
    await unmergeContacts(mergeId, "operator:ana");
    for (const { conversationId } of [one, other])
      expect(await thought(conversationId)).toEqual({ turns: 1, followUps: 1 });
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
