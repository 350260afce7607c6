import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, NUMBER, setStage } from "./stage";

const stage = setStage();

beforeEach(() => stage.openWindow());

const template = (name: string, ...texts: string[]) => ({
  type: "template",
  text: undefined,
  template: {
    name,
    language: { code: "en_US" },
    components: [{ type: "body", parameters: texts.map((text) => ({ type: "text", text })) }],
  },
});

describe("recipients", () => {
  it.each([
    ["+55 (11) 98765-4321", CUSTOMER],
    [CUSTOMER, CUSTOMER],
    // Brazil's ninth digit: the customer is known with it.
    ["551187654321", CUSTOMER],
  ])("%s is %s", async (to, waId) => {
    expect((await stage.send({ to })).body.contacts).toEqual([{ input: to, wa_id: waId }]);
  });

  it("without plus sign and short are taken for numbers of the business's country", async () => {
    await stage.openWindow("15550001111");
    expect((await stage.send({ to: "5550001111" })).body.contacts[0].wa_id).toBe("15550001111");
  });

  it("by user id are answered with it and get receipts", async () => {
    const userId = "US.13491208655302741918";
    await stage.control.setCustomer({ userId, username: "ana", lastMessageAt: Date.now() });
    const { body } = await stage.send({ to: undefined, recipient: userId });
    expect(body.contacts).toEqual([{ input: userId, user_id: userId }]);
    await stage.control.idle();
    const [sent, delivered] = stage.receiver.statuses;
    expect(sent).toMatchObject({ status: "sent", recipient_user_id: userId });
    expect(sent).not.toHaveProperty("recipient_id");
    expect(delivered.status).toBe("delivered");
    const contactOf = (index: number) => stage.receiver.bodies[index].entry[0].changes[0].value.contacts[0];
    expect(contactOf(0)).toEqual({ profile: { name: "ana" }, user_id: userId });
    expect(contactOf(1).profile.username).toBe("ana");
  });

  it("a user id in `to` is accepted, never delivered and gets no receipt", async () => {
    const { userId } = await stage.control.setCustomer({ waId: CUSTOMER });
    const { status, body } = await stage.send({ to: userId });
    expect(status).toBe(200);
    expect(body.contacts[0].wa_id).toBe(userId.slice(3));
    await stage.control.idle();
    expect(stage.receiver.received).toEqual([]);
    const [effect] = await stage.control.effects({ wamid: body.messages[0].id });
    expect(effect?.isDeliverable).toBe(false);
  });

  it("with both, `to` wins", async () => {
    const { body } = await stage.send({ recipient: "US.1" });
    expect(body.contacts).toEqual([{ input: CUSTOMER, wa_id: CUSTOMER }]);
  });

  it("by user id cannot get authentication templates", async () => {
    const { userId } = await stage.control.setCustomer({ waId: CUSTOMER });
    const refused = await stage.send({
      ...template("login_code", "1234"),
      to: undefined,
      recipient: userId,
    });
    expect(refused.body.error.code).toBe(131_062);
  });
});

describe("the service window", () => {
  it("is closed to a customer who never wrote, but templates pass", async () => {
    const to = "5511911111111";
    expect(await stage.send({ to })).toMatchObject({ status: 400, body: { error: { code: 131_047 } } });
    expect(await stage.send({ to, ...template("hello_world") })).toMatchObject({ status: 200 });
  });

  it("opens with a message, by its timestamp, for that business number only", async () => {
    const to = "5511922222222";
    const dayAgo = Math.floor(Date.now() / 1000) - 24 * 3600 - 5;
    await stage.control.text(to, "old", { timestamp: dayAgo });
    expect((await stage.send({ to })).body.error.code).toBe(131_047);
    await stage.control.text(to, "to another number", { phoneNumberId: "999" });
    expect((await stage.send({ to })).body.error.code).toBe(131_047);
    await stage.control.text(to, "new", { timestamp: dayAgo + 30 });
    expect((await stage.send({ to })).status).toBe(200);
  });

  it("opens with a message in a rightly signed raw body", async () => {
    const from = "5511933333333";
    const message = { from, id: "wamid.raw", timestamp: String(Math.floor(Date.now() / 1000)), type: "text" };
    const value = { metadata: { phone_number_id: NUMBER }, messages: [message] };
    const body = JSON.stringify({ entry: [{ changes: [{ field: "messages", value }] }] });
    await stage.control.raw({ body, signing: "invalid" });
    expect((await stage.send({ to: from })).body.error.code).toBe(131_047);
    await stage.control.raw({ body });
    expect((await stage.send({ to: from })).status).toBe(200);
  });

  it("is not opened by a system message and can be switched off", async () => {
    const to = "5511944444444";
    await stage.control.write([{ from: to, type: "system", content: { type: "customer_identity_changed" } }]);
    expect((await stage.send({ to })).body.error.code).toBe(131_047);
    await stage.control.configure({ serviceWindow: { isEnforced: false } });
    expect((await stage.send({ to })).status).toBe(200);
  });
});

describe("rate limits", () => {
  it("are Meta's by default", async () => {
    const { rateLimits } = await stage.control.settings();
    expect(rateLimits).toEqual({ numberPerSecond: 80, pairIntervalMs: 6000, pairBurst: 45 });
  });

  it("refuse the 46th message to one customer with 131056, another customer still passes", async () => {
    const results = await Promise.all(Array.from({ length: 50 }, () => stage.send()));
    const codes = results.map(({ body }) => body.error?.code ?? 0);
    expect(codes.filter((code) => code === 0)).toHaveLength(45);
    expect(codes.filter((code) => code === 131_056)).toHaveLength(5);
    await stage.openWindow("5511955555555");
    expect((await stage.send({ to: "5511955555555" })).status).toBe(200);
  });

  it("let one more through per interval", async () => {
    await stage.control.configure({ rateLimits: { pairBurst: 1, pairIntervalMs: 80 } });
    const startedAt = Date.now();
    expect((await stage.send()).status).toBe(200);
    let refused = 0;
    while ((await stage.send()).status !== 200) refused += 1;
    expect(refused).toBeGreaterThan(0);
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(78);
  });

  it("refuse what is over a number's throughput with 130429, counting inbound messages too", async () => {
    await stage.control.configure({ rateLimits: { numberPerSecond: 5, pairBurst: null } });
    await stage.control.write([{ from: CUSTOMER }, { from: CUSTOMER }]);
    const results = await Promise.all(Array.from({ length: 5 }, () => stage.send()));
    const codes = results.map(({ body }) => body.error?.code ?? 0).sort();
    expect(codes).toEqual([0, 0, 0, 130_429, 130_429]);
  });

  it("can be switched off", async () => {
    await stage.control.configure({ rateLimits: { numberPerSecond: null, pairBurst: null } });
    const results = await Promise.all(Array.from({ length: 200 }, () => stage.send()));
    expect(results.every(({ status }) => status === 200)).toBe(true);
  });
});
