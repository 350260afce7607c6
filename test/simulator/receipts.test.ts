import { beforeEach, describe, expect, it } from "vitest";
import { CUSTOMER, NUMBER, setStage } from "./stage";

const stage = setStage({ receipts: { sentMs: 1, deliveredMs: 10, readMs: 20 } });

beforeEach(() => stage.openWindow());

const shown = () => stage.receiver.statuses.map(({ status }) => status);

async function send(opaque: string, to = CUSTOMER): Promise<string> {
  const { body } = await stage.send({ to, biz_opaque_callback_data: opaque });
  return body.messages[0].id;
}

describe("receipts of an accepted send", () => {
  it("are sent and delivered, echo the opaque id, and carry Meta's fields", async () => {
    const wamid = await send("key-1");
    await stage.control.idle();
    const { userId } = await stage.control.setCustomer({ waId: CUSTOMER });
    expect(stage.receiver.statuses).toEqual(
      ["sent", "delivered"].map((status) => ({
        id: wamid,
        status,
        timestamp: expect.stringMatching(/^\d{10}$/),
        recipient_id: CUSTOMER,
        recipient_user_id: userId,
        pricing: {
          billable: false,
          pricing_model: "PMP",
          type: "free_customer_service",
          category: "service",
        },
        biz_opaque_callback_data: "key-1",
      })),
    );
    const { value } = stage.receiver.bodies[0].entry[0].changes[0];
    expect(value.metadata.phone_number_id).toBe(NUMBER);
    expect(value.contacts[0].wa_id).toBe(CUSTOMER);
  });

  it("end with read when customers read by themselves, without pricing", async () => {
    await stage.control.configure({ receipts: { autoRead: true } });
    await send("key-1");
    await stage.control.idle();
    expect(shown()).toEqual(["sent", "delivered", "read"]);
    expect(stage.receiver.statuses[2]).not.toHaveProperty("pricing");
  });

  it("carry no opaque id when none was given", async () => {
    await stage.send();
    await stage.control.idle();
    expect(stage.receiver.statuses[0]).not.toHaveProperty("biz_opaque_callback_data");
  });

  it("fail asynchronously with 131026 for someone who is not on WhatsApp", async () => {
    await stage.control.setCustomer({ waId: CUSTOMER, isOnWhatsApp: false });
    const wamid = await send("key-1");
    await stage.control.idle();
    expect(stage.receiver.statuses).toMatchObject([
      { id: wamid, status: "failed", errors: [{ code: 131_026, title: "Message undeliverable" }] },
    ]);
    expect(stage.receiver.statuses[0]).not.toHaveProperty("recipient_user_id");
    expect(stage.receiver.bodies[0].entry[0].changes[0].value).not.toHaveProperty("contacts");
  });

  it("need not echo the opaque id when failed", async () => {
    await stage.control.setCustomer({ waId: CUSTOMER, isOnWhatsApp: false });
    await stage.control.configure({ receipts: { echoOpaqueOnFailed: false } });
    await send("key-1");
    await stage.control.idle();
    expect(stage.receiver.statuses[0]).not.toHaveProperty("biz_opaque_callback_data");
  });

  it("can share a body", async () => {
    await stage.control.configure({ receipts: { batchMax: 100, batchWindowMs: 30 } });
    await Promise.all(Array.from({ length: 10 }, (_, index) => send(`key-${index}`)));
    await stage.control.idle();
    expect(stage.receiver.statuses).toHaveLength(20);
    expect(stage.receiver.received.length).toBeLessThan(10);
  });
});

describe("held receipts", () => {
  it("wait until released, in the order they came or reversed", async () => {
    for (const isReversed of [false, true]) {
      await stage.control.hold({ kind: "receipt" });
      await send("key-1");
      await stage.control.idle();
      expect(stage.receiver.received).toEqual([]);
      expect((await stage.control.health()).held).toBe(2);
      expect(await stage.control.release({ isReversed })).toEqual({ released: 2 });
      expect(shown()).toEqual(isReversed ? ["delivered", "sent"] : ["sent", "delivered"]);
      stage.receiver.received.length = 0;
    }
  });

  it("can be those of one customer", async () => {
    const other = "5511911111111";
    await stage.openWindow(other);
    await stage.control.hold({ kind: "receipt", customer: CUSTOMER });
    const kept = await send("key-1");
    const passed = await send("key-2", other);
    await stage.control.idle();
    expect(new Set(stage.receiver.statuses.map(({ id }) => id))).toEqual(new Set([passed]));
    await stage.control.release({ customer: CUSTOMER, kind: "receipt" });
    expect(stage.receiver.statuses.filter(({ id }) => id === kept)).toHaveLength(2);
    await send("key-3");
    await stage.control.idle();
    expect(stage.receiver.statuses).toHaveLength(6);
  });

  it("do not keep back what customers write", async () => {
    await stage.control.hold({ kind: "receipt" });
    await stage.control.write([{ from: CUSTOMER, text: "hello" }], { isAwaited: true });
    expect(stage.receiver.messages).toHaveLength(1);
  });
});

describe("made-up receipts", () => {
  it("may be early, late, double and contradictory; the ledger fills in the rest", async () => {
    await stage.control.hold();
    const wamid = await send("key-1");
    const { statuses } = await stage.control.receipts([
      { status: "read", wamid },
      { status: "failed", wamid, code: 131_049 },
      { status: "sent", wamid, timestamp: 1_700_000_000 },
      { status: "sent", wamid, timestamp: 1_700_000_000 },
    ]);
    expect(statuses).toEqual([200, 200, 200, 200]);
    expect(stage.receiver.statuses.map((status) => status.biz_opaque_callback_data)).toEqual(
      Array(4).fill("key-1"),
    );
    expect(shown().sort()).toEqual(["failed", "read", "sent", "sent"]);
    expect(stage.receiver.statuses.find(({ status }) => status === "sent").recipient_id).toBe(CUSTOMER);
  });

  it("may be about messages nobody sent, all in one body", async () => {
    const made = { status: "sent", wamid: "wamid.nobody", opaque: "key-x", customer: CUSTOMER };
    await stage.control.receipts([made, { ...made, opaque: null, extra: { odd: 1 } }], {
      grouping: "together",
    });
    expect(stage.receiver.received).toHaveLength(1);
    const [first, second] = stage.receiver.statuses;
    expect(first).toMatchObject({
      id: "wamid.nobody",
      biz_opaque_callback_data: "key-x",
      recipient_id: CUSTOMER,
    });
    expect(second).not.toHaveProperty("biz_opaque_callback_data");
    expect(second.odd).toBe(1);
  });
});
