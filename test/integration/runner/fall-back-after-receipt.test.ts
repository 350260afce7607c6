import { beforeEach, describe, expect, it } from "vitest";
import { runOutbound } from "@/domain/runner";
import { prisma } from "@/infra/database/prisma";
import { conversationOf, customerWrites, newCustomer, receive, repliesTo } from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { useReopenTemplate } from "../../support/templates";
import { status } from "../../support/wire";

const simulator = ownNumber();
const { phoneNumberId } = simulator;
const REOPENED = "Hello there, we have an answer to your message. Reply to go on.";

beforeEach(() => useReopenTemplate(phoneNumberId));

const work = () => runOutbound({ lingerMs: 5_000 });
const effectsOf = (from: string) => simulator.meta.effects({ recipient: from });

describe("Meta's 131047 in a receipt, after it has taken the reply", () => {
  /** A reply that Meta has taken. */
  async function taken() {
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
    await runOutbound();
    const [effect] = await effectsOf(from);
    return { from, wamid, sent: effect?.wamid ?? "" };
  }

  const fails = (sent: string, code = 131047) =>
    receive(phoneNumberId, {
      statuses: [status(sent, "failed", { errors: [{ code, title: "Re-engagement message" }] })],
    });

  it("is followed by the template as a job of its own, once, however often the receipt comes", async () => {
    const { from, sent } = await taken();
    await fails(sent);
    await fails(sent);
    await work();
    await fails(sent);
    await work();
    expect((await effectsOf(from)).map(({ type }) => type)).toEqual(["text", "template"]);
    expect(await repliesTo(from)).toMatchObject([{ status: "FAILED" }, { body: REOPENED, status: "SENT" }]);
  });

  it("is followed by nothing when the customer has written since: that is answered", async () => {
    const { from, sent } = await taken();
    await customerWrites(phoneNumberId, from, "anybody?");
    await fails(sent);
    await work();
    const effects = await effectsOf(from);
    expect(effects).toMatchObject([
      { type: "text" },
      { type: "text", text: expect.stringContaining("anybody?") },
    ]);
  });

  it("is followed by an answer where the customer writes before the template is sent", async () => {
    const { from, sent } = await taken();
    await fails(sent);
    await customerWrites(phoneNumberId, from, "anybody?");
    await work();
    const effects = await effectsOf(from);
    expect(effects).toMatchObject([
      { type: "text" },
      { type: "text", text: expect.stringContaining("anybody?") },
    ]);
  });

  it("for the template itself is followed by nothing", async () => {
    const { from, sent } = await taken();
    await fails(sent);
    await work();
    await fails((await effectsOf(from)).at(-1)?.wamid ?? "");
    await work();
    expect(await effectsOf(from)).toHaveLength(2);
  });

  it("is told only to a person where no template is chosen", async () => {
    await rows(`DELETE FROM "IntegrationTemplate"`);
    const { from, wamid, sent } = await taken();
    await fails(sent);
    await work();
    expect(await effectsOf(from)).toHaveLength(1);
    expect(await conversationOf(wamid)).toMatchObject({ notifications: ["MESSAGE_FAILED"] });
  });

  it("and 131050 there is remembered as in an answer", async () => {
    const { from, sent } = await taken();
    await fails(sent, 131050);
    const where = { phone: from, marketingOptedOutAt: { not: null } };
    expect(await prisma().contact.count({ where })).toBe(1);
  });

  it("and 131050 that comes again does not undo what the customer has said since", async () => {
    const { from, sent } = await taken();
    await fails(sent, 131050);
    const later = { marketingOptedOutAt: null, marketingChangedAt: new Date(Date.now() + 5_000) };
    await prisma().contact.updateMany({ where: { phone: from }, data: later });
    await fails(sent, 131050);
    expect(await prisma().contact.findFirst({ where: { phone: from } })).toMatchObject({
      marketingOptedOutAt: null,
    });
  });
});
