import { afterEach, describe, expect, it } from "vitest";
import { checkReadiness } from "@/domain/health";
import { receiveWebhook, replayDelivery, replayWaitingDeliveries } from "@/domain/inbound";
import { prisma } from "@/infra/database/prisma";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { newRequestId } from "@/lib/request-id";
import { createIntegration, emptyQueue, jobOf, newCustomer, receive } from "../../support/factories";
import { ownDatabase, row, rows } from "../../support/own-database";
import { accountChange, envelope, textMessage, toBytes } from "../../support/wire";

ownDatabase();

const mends: string[] = [];

/** Breaks the schema for one test. */
async function breakSchema(damage: string, mend: string): Promise<void> {
  mends.push(mend);
  await rows(damage);
}

afterEach(async () => {
  for (const mend of mends.splice(0)) await rows(mend);
  await emptyQueue();
});

describe("a webhook that cannot be taken in although the database answers", () => {
  it("is parked with its raw bytes, answered loudly, and played again by itself after the mend", async () => {
    const { phoneNumberId } = await createIntegration();
    const message = textMessage(newCustomer(), "while a column is missing");
    const mend = `ALTER TABLE "Conversation" RENAME COLUMN gone TO "deletedAt"`;
    await breakSchema(`ALTER TABLE "Conversation" RENAME COLUMN "deletedAt" TO gone`, mend);

    await expect(receive(phoneNumberId, { messages: [message] })).rejects.toMatchObject({
      code: "DB_MISMATCH",
      publicMessage: "DB migrations not applied. Run: npx prisma migrate deploy",
    });
    expect(
      await rows(`SELECT 1 FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`, [message.id]),
    ).toEqual([]);
    const parked = await row<{ body: string }>(
      `SELECT convert_from(raw_body, 'UTF8') AS body FROM webhook_delivery_log WHERE status = 'parked'`,
    );
    expect(parked.body).toContain(message.id);
    expect(await replayWaitingDeliveries()).toEqual({ replayed: 0, stillWaiting: 1 });

    await rows(mends.pop() ?? "");
    expect(await replayWaitingDeliveries()).toEqual({ replayed: 1, stillWaiting: 0 });
    expect(await jobOf(message.id)).toMatchObject({ status: "queued" });
    expect(await rows(`SELECT 1 FROM webhook_delivery_log WHERE status = 'parked'`)).toEqual([]);
  });

  it("is parked where only what is no message cannot be stored; messages are answered meanwhile", async () => {
    const { phoneNumberId, wabaId } = { ...(await createIntegration()), wabaId: "66" };
    const message = textMessage(newCustomer(), "beside an event");
    const one = envelope(phoneNumberId, { messages: [message] });
    const other = accountChange("account_update", {}, { id: wabaId });
    const both = { object: one.object, entry: [...one.entry, ...other.entry] };
    const mend = `ALTER TABLE "AccountEvent" RENAME COLUMN gone TO severity`;
    await breakSchema(`ALTER TABLE "AccountEvent" RENAME COLUMN severity TO gone`, mend);

    await expect(receiveWebhook(toBytes(both), newRequestId("webhook"))).rejects.toThrow();
    expect(await jobOf(message.id)).toMatchObject({ status: "queued" });
    expect(await replayWaitingDeliveries()).toEqual({ replayed: 0, stillWaiting: 1 });

    await rows(mends.pop() ?? "");
    expect(await replayWaitingDeliveries()).toEqual({ replayed: 1, stillWaiting: 0 });
    expect(await rows(`SELECT field FROM "AccountEvent" WHERE "wabaId" = '66'`)).toEqual([
      { field: "account_update" },
    ]);
    expect(await jobOf(message.id)).toMatchObject({ status: "queued" });
  });

  it("turns readiness red for as long as it is parked", async () => {
    const { phoneNumberId } = await createIntegration();
    await breakSchema(`ALTER TABLE "Message" RENAME COLUMN payload TO gone`, `SELECT 1`);
    await expect(receive(phoneNumberId, { messages: [textMessage(newCustomer(), "x")] })).rejects.toThrow();
    await rows(`ALTER TABLE "Message" RENAME COLUMN gone TO payload`);

    const red = (await freshReadiness()).filter(({ status }) => status === "fail").map(({ name }) => name);
    expect(red).toContain("parked_deliveries");

    await replayWaitingDeliveries();
    const still = (await freshReadiness()).filter(({ status }) => status === "fail").map(({ name }) => name);
    expect(still).not.toContain("parked_deliveries");
  });

  it("does not keep the other items of its body waiting when only one cannot be stored", async () => {
    const { phoneNumberId } = await createIntegration();
    const good = Array.from({ length: 6 }, () => textMessage(newCustomer(), "fine"));
    const poison = textMessage(newCustomer(), "poison");
    const mend = `ALTER TABLE "Message" DROP CONSTRAINT no_poison`;
    await breakSchema(
      `ALTER TABLE "Message" ADD CONSTRAINT no_poison CHECK (body <> 'poison') NOT VALID`,
      mend,
    );

    const messages = [...good.slice(0, 3), poison, ...good.slice(3)];
    await expect(receive(phoneNumberId, { messages })).rejects.toThrow("no_poison");

    for (const { id } of good) expect(await jobOf(id)).toMatchObject({ status: "queued" });
    expect(await rows(`SELECT 1 FROM webhook_delivery_log WHERE status = 'parked'`)).toHaveLength(1);

    await rows(mends.pop() ?? "");
    await replayWaitingDeliveries();
    expect(await jobOf(poison.id)).toMatchObject({ status: "queued" });
    const { jobs } = await row(
      `SELECT count(*)::int AS jobs FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1)`,
      [messages.map(({ id }) => id)],
    );
    expect(jobs).toBe(7);
  });

  it("does not fail webhooks that were being written in the same statement", async () => {
    const { phoneNumberId } = await createIntegration();
    const mend = `ALTER TABLE "Message" DROP CONSTRAINT no_poison`;
    await breakSchema(
      `ALTER TABLE "Message" ADD CONSTRAINT no_poison CHECK (body <> 'poison') NOT VALID`,
      mend,
    );
    const texts = ["fine", "poison", "fine too"];

    const results = await Promise.allSettled(
      texts.map((text) => receive(phoneNumberId, { messages: [textMessage(newCustomer(), text)] })),
    );

    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  });
});

describe("playing deliveries again", () => {
  it("takes in what came for a number that was connected later", async () => {
    const phoneNumberId = "777000777";
    const message = textMessage(newCustomer(), "too early");
    await receive(phoneNumberId, { messages: [message] });
    expect(await replayWaitingDeliveries()).toMatchObject({ replayed: 0 });

    await createIntegration({ phoneNumberId });

    expect(await replayWaitingDeliveries()).toMatchObject({ replayed: 1 });
    expect(await jobOf(message.id)).toMatchObject({ status: "queued" });
  });

  it("makes no second row of anything", async () => {
    const { phoneNumberId } = await createIntegration();
    const message = textMessage(newCustomer(), "once");
    await receive(phoneNumberId, { messages: [message] });
    const delivery = await prisma().webhookDelivery.findFirstOrThrow({ orderBy: { receivedAt: "desc" } });

    const { messages } = await replayDelivery(delivery.id);

    expect(messages).toMatchObject([{ wasDuplicate: true }]);
    expect(await rows(`SELECT 1 FROM "Message" WHERE "providerMessageId" = $1`, [message.id])).toHaveLength(
      1,
    );
  });

  it("says so when there is no such delivery", async () => {
    await expect(replayDelivery("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

function freshReadiness() {
  forgetOncePerProcess("readiness");
  return checkReadiness();
}
