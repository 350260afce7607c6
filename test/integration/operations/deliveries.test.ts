import { beforeEach, describe, expect, it } from "vitest";
import * as replay from "@/app/api/inbox/deliveries/[id]/replay/route";
import * as one from "@/app/api/inbox/deliveries/[id]/route";
import * as deliveries from "@/app/api/inbox/deliveries/route";
import { receiveWebhook } from "@/domain/inbound";
import { prisma } from "@/infra/database/prisma";
import { newRequestId } from "@/lib/request-id";
import { createIntegration, customerWrites, newCustomer, receive } from "../../support/factories";
import { actAsAdminOf, askRoute, auditOf } from "../../support/operations";
import { ownDatabase, row, rows } from "../../support/own-database";
import { envelope, newWamid, status, textMessage, toBytes } from "../../support/wire";

ownDatabase();

let number: { phoneNumberId: string; organizationId: string };
beforeEach(async () => {
  await rows("DELETE FROM webhook_delivery_log");
  number = await createIntegration();
  await actAsAdminOf(number.organizationId);
});

const list = async (query: Record<string, string> = {}) => (await askRoute(deliveries.GET, { query })).body;
const show = (id: string) => askRoute(one.GET, { params: { id } });
const newest = () =>
  row<{ id: string }>("SELECT id FROM webhook_delivery_log ORDER BY received_at DESC, id DESC LIMIT 1");

describe("the webhooks of an organization", () => {
  it("are listed with what is in them, and shown with what became of it", async () => {
    const [wamid = ""] = await customerWrites(number.phoneNumberId, newCustomer(), "Hello?");
    await receive(number.phoneNumberId, { statuses: [status(newWamid(), "delivered")] });
    const { deliveries: found, before } = await list();
    expect(found).toMatchObject([
      { status: "ingested", messages: 0, receipts: 1 },
      { status: "ingested", messages: 1, receipts: 0 },
    ]);
    expect(before).toBeNull();
    const { body } = await show(found[1].id);
    expect(body).toMatchObject({
      hiddenEntries: 0,
      messages: [
        { providerMessageId: wamid, type: "text", made: { jobStatus: "queued", jobId: expect.any(Number) } },
      ],
    });
    expect(JSON.parse(body.raw).entry[0].changes[0].value.messages[0].text.body).toBe("Hello?");
    expect(body.raw).toContain('\n  "entry"');
    expect((await show(found[0].id)).body.receipts).toMatchObject([
      { status: "delivered", made: { appliedAt: null } },
    ]);
  });

  it("are nobody else's: not in the list, not by their id, not played again", async () => {
    const other = await createIntegration();
    await customerWrites(other.phoneNumberId, newCustomer(), `I write your id: ${number.phoneNumberId}`);
    await customerWrites(other.phoneNumberId, newCustomer(), number.phoneNumberId);
    expect((await list()).deliveries).toEqual([]);
    const { id } = await newest();
    expect(await show(id)).toMatchObject({ status: 404 });
    expect(await askRoute(replay.POST, { method: "POST", params: { id } })).toMatchObject({ status: 404 });
    expect(await show("none")).toMatchObject({ status: 404 });
  });

  it("are cut down to their own entries where Meta sent several together, also within one shared account", async () => {
    const other = await createIntegration();
    await prisma().integration.updateMany({ data: { wabaId: "102290129340398" } });
    const ours = envelope(number.phoneNumberId, { messages: [textMessage(newCustomer(), "for us")] });
    const theirs = envelope(other.phoneNumberId, { messages: [textMessage(newCustomer(), "for them")] });
    const both = { ...ours, entry: [...ours.entry, ...theirs.entry] };
    await receiveWebhook(toBytes(both), newRequestId("webhook"));
    const { body } = await show((await newest()).id);
    expect(body).toMatchObject({ hiddenEntries: 1, delivery: { messages: 1 } });
    expect(body.raw).toContain("for us");
    expect(body.raw).not.toContain("for them");
    expect(body.raw).not.toContain(other.phoneNumberId);
  });

  it("come in pages, none twice and none left out", async () => {
    await receive(number.phoneNumberId, { statuses: [status(newWamid(), "read")] });
    await rows(`INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, received_at)
      SELECT gen_random_uuid(), 'r' || n, raw_body, 'ingested', now() - (n / 3) * interval '1 second'
      FROM webhook_delivery_log, generate_series(1, 70) n`);
    const seen: string[] = [];
    let before: string | null = "";
    for (let pages = 0; before !== null && pages < 10; pages += 1) {
      const page = await list(before ? { before } : {});
      seen.push(...page.deliveries.map(({ id }: { id: string }) => id));
      before = page.before;
    }
    expect(seen).toHaveLength(71);
    expect(new Set(seen).size).toBe(71);
    expect(await askRoute(deliveries.GET, { query: { before: "x" } })).toMatchObject({ status: 400 });
  });

  it("end a page behind many of others', and say where to look on", async () => {
    await receive(number.phoneNumberId, { statuses: [status(newWamid(), "read")] });
    await rows(`INSERT INTO webhook_delivery_log (id, request_id, raw_body, status, received_at)
      SELECT gen_random_uuid(), 'r', '{}', 'unrecognised', now() + n * interval '1 second'
      FROM generate_series(1, 2000) n`);
    const { deliveries: found, before } = await list();
    expect(found).toEqual([]);
    expect((await list({ before })).deliveries).toHaveLength(1);
  });
});

describe("a webhook that is parked", () => {
  const park = async () => {
    const mend = `ALTER TABLE "Conversation" RENAME COLUMN gone TO "deletedAt"`;
    await rows(`ALTER TABLE "Conversation" RENAME COLUMN "deletedAt" TO gone`);
    try {
      await customerWrites(number.phoneNumberId, newCustomer(), "Hello?").catch(() => undefined);
    } finally {
      await rows(mend);
    }
    return (await newest()).id;
  };
  const play = (id: string) => askRoute(replay.POST, { method: "POST", params: { id } });

  it("is counted, listed by itself, and taken in when it is played again; twice makes nothing twice", async () => {
    const id = await park();
    expect(await list({ status: "parked" })).toMatchObject({
      deliveries: [{ id, error: expect.any(String) }],
      counts: { parked: 1, unrouted: 0 },
    });
    expect((await show(id)).body.messages).toMatchObject([{ made: null }]);
    expect((await play(id)).body).toMatchObject({ isTakenIn: true, newMessages: 1, knownMessages: 0 });
    expect((await play(id)).body).toMatchObject({ isTakenIn: true, newMessages: 0, knownMessages: 1 });
    expect((await list({ status: "parked" })).deliveries).toEqual([]);
    expect(await auditOf(number.organizationId)).toMatchObject([
      { action: "delivery_replayed", entity: "WebhookDelivery", entityId: id },
      { action: "delivery_replayed" },
    ]);
  });

  it("and still cannot be taken in says why, and stays parked", async () => {
    const id = await park();
    await rows(`ALTER TABLE "Conversation" ADD CONSTRAINT never CHECK (false) NOT VALID`);
    const { body } = await play(id);
    await rows(`ALTER TABLE "Conversation" DROP CONSTRAINT never`);
    expect(body).toMatchObject({ isTakenIn: false, problem: expect.stringContaining("never") });
    expect((await list({ status: "parked" })).deliveries).toHaveLength(1);
  });
});
