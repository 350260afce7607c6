import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CUSTOMER, NUMBER, SECRET, setStage } from "./stage";

const stage = setStage({ redelivery: { firstMs: 5, maxMs: 20 } });

const sign = (raw: Buffer) => `sha256=${createHmac("sha256", SECRET).update(raw).digest("hex")}`;

describe("signature", () => {
  it("covers the exact bytes, which escape non-ASCII and slashes as Meta does", async () => {
    await stage.control.text(CUSTOMER, "Olá 👋 see https://a.b/c @you", { name: "Zoë" });
    await stage.receiver.until(() => stage.receiver.received.length === 1);
    const [one] = stage.receiver.received;
    const text = one?.raw.toString() ?? "";
    expect(text).toContain(String.raw`Ol\u00e1 \ud83d\udc4b see https:\/\/a.b\/c @you`);
    expect(text).toMatch(/^[\x20-\x7e]+$/);
    expect(one?.headers["x-hub-signature-256"]).toBe(sign(one?.raw ?? Buffer.alloc(0)));
    expect(stage.receiver.messages[0].text.body).toBe("Olá 👋 see https://a.b/c @you");
    const reserialised = Buffer.from(JSON.stringify(stage.receiver.bodies[0]));
    expect(sign(reserialised)).not.toBe(one?.headers["x-hub-signature-256"]);
  });

  it("is right, wrong, absent or given for raw bodies, whose answer is returned", async () => {
    stage.receiver.answer = ({ headers, raw }) => (headers["x-hub-signature-256"] === sign(raw) ? 200 : 401);
    const statusOf = async (signing: "valid" | "invalid" | "none" | { header: string }) => {
      const { attempts } = await stage.control.raw({ body: "not json", signing });
      return attempts.map(({ status }) => status);
    };
    expect(await statusOf("valid")).toEqual([200]);
    expect(await statusOf("invalid")).toEqual([401]);
    expect(await statusOf("none")).toEqual([401]);
    expect(await statusOf({ header: "sha256=zz" })).toEqual([401]);
    expect(stage.receiver.received[2]?.headers).not.toHaveProperty("x-hub-signature-256");
  });

  it("also holds for bytes that are no text", async () => {
    const bytes = Buffer.from([0, 255, 254, 10, 128]);
    await stage.control.raw({ base64: bytes.toString("base64"), signing: "valid" });
    expect(stage.receiver.received[0]?.raw).toEqual(bytes);
    expect(stage.receiver.received[0]?.headers["x-hub-signature-256"]).toBe(sign(bytes));
  });
});

describe("delivery", () => {
  it("is repeated with growing pauses until exactly 200 comes back", async () => {
    const answers = [500, 201, 204, 302, 200];
    stage.receiver.answer = (_, count) => answers[count - 1] ?? 200;
    const { deliveryId } = await stage.control.text(CUSTOMER, "hello");
    await stage.control.idle();
    const delivery = await stage.control.delivery(deliveryId);
    expect(delivery.state).toBe("delivered");
    expect(delivery.attempts.map(({ status }) => status)).toEqual(answers);
    expect(new Set(stage.receiver.received.map(({ raw }) => raw.toString())).size).toBe(1);
  });

  it("goes on when nobody listens, and arrives once the URL is right", async () => {
    await stage.control.configure({ webhookUrl: "http://127.0.0.1:1/" });
    const { deliveryId } = await stage.control.text(CUSTOMER, "hello");
    await stage.control.waitFor((event) => event.type === "delivery" && event.attempt === 2);
    await stage.control.configure({ webhookUrl: stage.receiver.url });
    await stage.control.idle();
    expect((await stage.control.delivery(deliveryId)).state).toBe("delivered");
    expect(stage.receiver.received).toHaveLength(1);
  });

  it("ends after the give-up time", async () => {
    await stage.control.configure({ redelivery: { giveUpAfterMs: 30 } });
    stage.receiver.answer = () => 500;
    const { deliveryId } = await stage.control.text(CUSTOMER, "hello");
    await stage.control.idle();
    expect((await stage.control.delivery(deliveryId)).state).toBe("failed");
  });

  it("counts an answer that does not come in time as failed", async () => {
    await stage.control.configure({ redelivery: { timeoutMs: 20 } });
    let release: () => void = () => undefined;
    const never = new Promise<number>((resolve) => {
      release = () => resolve(200);
    });
    stage.receiver.answer = (_, count) => (count === 1 ? never : 200);
    const { deliveryId } = await stage.control.text(CUSTOMER, "hello");
    await stage.control.idle();
    release();
    const { attempts } = await stage.control.delivery(deliveryId);
    expect(attempts.map(({ status }) => status)).toEqual([null, 200]);
    expect(attempts[0]?.error).toBe("no answer in time");
  });

  it("can be repeated byte for byte, one after the other or at once, and tells every answer", async () => {
    const { deliveryId } = await stage.control.text(CUSTOMER, "hello");
    await stage.control.idle();
    let waiting: (() => void)[] = [];
    // Nobody is answered before all three are there: they can only have been sent at once.
    stage.receiver.answer = () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(503));
        if (waiting.length < 3) return;
        for (const answer of waiting) answer();
        waiting = [];
      });
    const atOnce = await stage.control.redeliver(deliveryId, { times: 3, isConcurrent: true });
    expect(atOnce.map(({ status }) => status)).toEqual([503, 503, 503]);
    stage.receiver.answer = () => 200;
    expect(await stage.control.redeliver(deliveryId, { times: 2 })).toHaveLength(2);
    expect(new Set(stage.receiver.received.map(({ raw }) => raw.toString()))).toHaveLength(1);
    expect(stage.receiver.received).toHaveLength(6);
  });

  it("of a burst is concurrent", async () => {
    const texts = ["one", "two", "three"].map((text) => ({ from: CUSTOMER, text }));
    const waiting: (() => void)[] = [];
    stage.receiver.answer = () =>
      new Promise((resolve) => {
        waiting.push(() => resolve(200));
        if (waiting.length === texts.length) for (const answer of waiting) answer();
      });
    const webhooks = await stage.control.write(texts, { isAwaited: true });
    expect(webhooks.map(({ statuses }) => statuses)).toEqual([[200], [200], [200]]);
  });
});

describe("inbound message", () => {
  it("has Meta's envelope, metadata and contact", async () => {
    const { wamid } = await stage.control.text(CUSTOMER, "hello", { name: "Ana", timestamp: 1_700_000_000 });
    await stage.control.idle();
    const [customer] = await stage.control.customers();
    expect(customer?.userId).toMatch(/^BR\.\d+$/);
    expect(stage.receiver.bodies[0]).toEqual({
      object: "whatsapp_business_account",
      entry: [
        {
          id: "102290129340398",
          changes: [
            {
              value: {
                messaging_product: "whatsapp",
                metadata: { display_phone_number: "15550783881", phone_number_id: NUMBER },
                contacts: [{ profile: { name: "Ana" }, wa_id: CUSTOMER, user_id: customer?.userId }],
                messages: [
                  {
                    from: CUSTOMER,
                    from_user_id: customer?.userId,
                    id: wamid,
                    timestamp: "1700000000",
                    type: "text",
                    text: { body: "hello" },
                  },
                ],
              },
              field: "messages",
            },
          ],
        },
      ],
    });
  });

  it("of a user without a shared number names only the user id", async () => {
    await stage.control.write([{ userId: "US.13491208655302741918", username: "ana", text: "hello" }]);
    await stage.control.write([{ from: CUSTOMER, omitPhone: true, text: "hello" }]);
    await stage.control.idle();
    for (const body of stage.receiver.bodies) {
      const { contacts, messages } = body.entry[0].changes[0].value;
      expect(messages[0]).not.toHaveProperty("from");
      expect(contacts[0]).not.toHaveProperty("wa_id");
      expect(messages[0].from_user_id).toBe(contacts[0].user_id);
    }
  });

  it.each([
    "image",
    "video",
    "audio",
    "voice",
    "document",
    "sticker",
    "location",
    "contacts",
    "interactive",
    "button",
    "reaction",
    "order",
    "system",
    "unsupported",
    "edit",
    "revoke",
  ])("of type %s carries its object", async (type) => {
    const [webhook] = await stage.control.write([{ from: CUSTOMER, type, wamid: "wamid.given" }], {
      isAwaited: true,
    });
    expect(webhook).toMatchObject({ wamids: ["wamid.given"], statuses: [200] });
    expect(stage.receiver.messages[0]).toMatchObject({ type, [type]: expect.anything(), id: "wamid.given" });
  });

  it("may have no object, an unknown type, a context, a referral or other fields", async () => {
    await stage.control.write([{ from: CUSTOMER, type: "request_welcome" }], { isAwaited: true });
    await stage.control.write([{ from: CUSTOMER, type: "hologram", content: { depth: 3 } }], {
      isAwaited: true,
    });
    const context = { forwarded: true };
    const referral = { source_type: "ad", source_id: "1" };
    await stage.control.write([{ from: CUSTOMER, context, referral, extra: { group_id: "g" } }], {
      isAwaited: true,
    });
    await stage.control.write([{ from: CUSTOMER, context: { id: "wamid.quoted" } }], { isAwaited: true });
    const [welcome, hologram, forwarded, reply] = stage.receiver.messages;
    expect(reply.context).toEqual({ from: "15550783881", id: "wamid.quoted" });
    expect(Object.keys(welcome)).not.toContain("request_welcome");
    expect(hologram.hologram).toEqual({ depth: 3 });
    expect(forwarded).toMatchObject({ context, referral, group_id: "g" });
  });

  it("of a changed number has no contact, and the customer writes from the new one", async () => {
    const content = { type: "user_changed_number", wa_id: "5511900000000", body: "changed" };
    const before = await stage.control.setCustomer({ waId: CUSTOMER });
    await stage.control.write([{ from: CUSTOMER, type: "system", content }], { isAwaited: true });
    const { value } = stage.receiver.bodies[0].entry[0].changes[0];
    expect(value).not.toHaveProperty("contacts");
    expect(value.messages[0].from).toBe(CUSTOMER);
    const after = await stage.control.setCustomer({ waId: "5511900000000" });
    expect(after.userId).toBe(before.userId);
  });
});

describe("one body", () => {
  const drafts = Array.from({ length: 1000 }, (_, index) => ({
    from: `551190000${String(1000 + index)}`,
    text: `message ${index}`,
  }));

  it.each([
    ["value", 1, 1],
    ["changes", 1, 1000],
    ["entries", 1000, 1],
  ] as const)("can carry 1,000 messages by %s", async (layout, entries, changes) => {
    const [webhook] = await stage.control.write(drafts, { grouping: "together", layout, isAwaited: true });
    expect(new Set(webhook?.wamids).size).toBe(1000);
    expect(stage.receiver.received).toHaveLength(1);
    const [body] = stage.receiver.bodies;
    expect(body.entry).toHaveLength(entries);
    expect(body.entry[0].changes).toHaveLength(changes);
    expect(stage.receiver.messages.map((message) => message.id)).toEqual(webhook?.wamids);
  });

  it("is split by business number", async () => {
    const other = { phoneNumberId: "999", from: CUSTOMER, text: "to the other" };
    await stage.control.write([{ from: CUSTOMER }, other], { grouping: "together", isAwaited: true });
    const [{ changes }] = stage.receiver.bodies[0].entry;
    const ids = changes.map(
      (change: { value: { metadata: { phone_number_id: string } } }) => change.value.metadata,
    );
    expect(ids.map((metadata: { phone_number_id: string }) => metadata.phone_number_id)).toEqual([
      NUMBER,
      "999",
    ]);
  });

  it("of any other field carries metadata and what is given", async () => {
    const errors = [{ code: 130_429, title: "Rate limit hit" }];
    expect(await stage.control.change({ field: "messages", value: { errors } })).toMatchObject({
      status: 200,
    });
    expect(stage.receiver.bodies[0].entry[0].changes[0]).toEqual({
      field: "messages",
      value: {
        messaging_product: "whatsapp",
        metadata: { display_phone_number: "15550783881", phone_number_id: NUMBER },
        errors,
      },
    });
  });
});

describe("handshake", () => {
  it("is passed only by the challenge", async () => {
    expect(await stage.control.handshake("verify-me")).toMatchObject({ isVerified: true, status: 200 });
    await stage.control.configure({ webhookUrl: `${stage.simulator.url}/nothing` });
    expect(await stage.control.handshake("verify-me")).toMatchObject({ isVerified: false, status: 404 });
  });
});
