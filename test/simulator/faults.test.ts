import { beforeEach, describe, expect, it } from "vitest";
import type { FaultDraft } from "../../src/simulator";
import { CUSTOMER, setStage } from "./stage";

const stage = setStage({ receipts: { sentMs: 1, deliveredMs: 5 } });

beforeEach(() => stage.openWindow());

type SendAction = Extract<FaultDraft, { target: "send" }>["action"];

const opaque = "key-1";
const once = (action: SendAction) => stage.control.addFault({ target: "send", action, when: { next: 1 } });
const send = (init: RequestInit = {}) => stage.send({ biz_opaque_callback_data: opaque }, init);
const outcome = () =>
  send().then(
    ({ status, body }) => ({ status, body }),
    () => "connection lost",
  );

async function expectAccepted(isAccepted: boolean): Promise<void> {
  await stage.control.idle();
  const accepted = isAccepted ? 1 : 0;
  expect(await stage.control.countOf(opaque)).toEqual({ attempted: 1, accepted });
  expect(stage.receiver.statuses.map((status) => status.biz_opaque_callback_data)).toEqual(
    isAccepted ? [opaque, opaque] : [],
  );
}

describe("a send that is not accepted", () => {
  it("cut before: the connection breaks, nothing was sent", async () => {
    await once({ type: "cut-before-accept" });
    expect(await outcome()).toBe("connection lost");
    await expectAccepted(false);
    expect(await stage.control.calls()).toMatchObject([{ outcome: "cut", status: null, opaque }]);
  });

  it.each([
    [131_056, 400],
    [130_429, 400],
    [131_000, 500],
    [131_016, 500],
    [190, 401],
    [368, 403],
    [2, 503],
    [133_004, 503],
  ])("refused with %i: answered with %i and that code", async (code, status) => {
    await once({ type: "refuse", code });
    expect(await outcome()).toMatchObject({ status, body: { error: { code } } });
    await expectAccepted(false);
  });

  it("refused with another status where tables differ", async () => {
    await once({ type: "refuse", code: 130_429, status: 429 });
    expect(await outcome()).toMatchObject({ status: 429, body: { error: { code: 130_429 } } });
  });

  it("answered by a proxy: no Graph body", async () => {
    await once({ type: "http-error", status: 502 });
    expect(await outcome()).toEqual({
      status: 502,
      body: expect.stringContaining("<h1>502 Bad Gateway</h1>"),
    });
    await expectAccepted(false);
  });

  it("hanging: no answer until the caller leaves", async () => {
    await once({ type: "hang" });
    const abort = new AbortController();
    const call = send({ signal: abort.signal });
    await stage.control.waitFor((event) => event.type === "send" && event.outcome === "hung");
    abort.abort();
    await expect(call).rejects.toThrow();
    await expectAccepted(false);
  });
});

describe("a send that is accepted", () => {
  it("then cut: the caller sees no byte, ledger and receipts have it", async () => {
    const { id } = await once({ type: "accept-then-cut" });
    expect(await outcome()).toBe("connection lost");
    await expectAccepted(true);
    const [effect] = await stage.control.effects({ opaque });
    expect(effect).toMatchObject({ isAnswerLost: true, ruleId: id });
    expect(await stage.control.calls()).toMatchObject([
      { outcome: "accepted", status: null, wamid: effect?.wamid },
    ]);
  });

  it("then truncated: half an answer", async () => {
    await once({ type: "accept-then-truncate" });
    expect(await outcome()).toBe("connection lost");
    await expectAccepted(true);
  });

  it("then answered with an error: no Graph body", async () => {
    await once({ type: "accept-then-http-error", status: 500 });
    expect(await outcome()).toEqual({ status: 500, body: "" });
    await expectAccepted(true);
  });

  it("then hanging or delayed: the receipts come before any answer", async () => {
    await stage.control.addFault({ target: "send", action: { type: "accept-then-hang" }, when: { next: 1 } });
    await stage.control.addFault({ target: "send", action: { type: "accept-then-delay", ms: 60_000 } });
    for (let i = 0; i < 2; i += 1) {
      const abort = new AbortController();
      const call = send({ signal: abort.signal });
      await stage.receiver.until(() => stage.receiver.statuses.length === 2 * (i + 1));
      abort.abort();
      await expect(call).rejects.toThrow();
    }
    expect(await stage.control.countOf(opaque)).toEqual({ attempted: 2, accepted: 2 });
    await stage.control.idle();
  });

  it("then delayed a little: answered in the end", async () => {
    await once({ type: "accept-then-delay", ms: 5 });
    expect(await outcome()).toMatchObject({ status: 200, body: { messages: [{ id: expect.any(String) }] } });
    await expectAccepted(true);
  });

  it("late, after the caller has left, is accepted all the same", async () => {
    await once({ type: "delay", ms: 50 });
    const abort = new AbortController();
    const call = send({ signal: abort.signal });
    await stage.control.waitFor((event) => event.type === "control" && event.action === "fault");
    while ((await stage.control.calls({ outcome: "pending" })).length === 0);
    abort.abort();
    await expect(call).rejects.toThrow();
    await expectAccepted(true);
  });

  it("can fail asynchronously, also after it was sent", async () => {
    await once({ type: "fail-async", code: 131_049 });
    await once({ type: "fail-async", code: 131_049, isSentFirst: true });
    await send();
    await stage.control.idle();
    expect(stage.receiver.statuses).toMatchObject([{ status: "failed", errors: [{ code: 131_049 }] }]);
    await send();
    await stage.control.idle();
    expect(stage.receiver.statuses.map(({ status }) => status)).toEqual(["failed", "sent", "failed"]);
  });

  it("can stay without receipts", async () => {
    await once({ type: "no-receipts" });
    expect(await outcome()).toMatchObject({ status: 200 });
    await stage.control.idle();
    expect(stage.receiver.received).toEqual([]);
  });
});

describe("rules", () => {
  const refused = async (times: number) => {
    const statuses: number[] = [];
    for (let i = 0; i < times; i += 1) statuses.push((await send()).status);
    return statuses.map((status) => (status === 200 ? "." : "x")).join("");
  };
  const action = { type: "refuse", code: 131_000 } as const;

  it.each([
    ["always", "xxxxxx"],
    [{ next: 2 }, "xx...."],
    [{ everyNth: 3 }, "..x..x"],
  ] as const)("with when %j hit %s", async (when, expected) => {
    const { id } = await stage.control.addFault({ target: "send", action, when });
    expect(await refused(6)).toBe(expected);
    expect(await stage.control.faults()).toMatchObject([
      { id, seen: 6, hits: expected.replaceAll(".", "").length },
    ]);
  });

  it("with a probability repeat exactly by their seed", async () => {
    const run = async (seed: number) => {
      await stage.control.clearFaults();
      await stage.control.addFault({ target: "send", action, when: { probability: 0.5, seed } });
      return refused(14);
    };
    const first = await run(7);
    expect(first).toMatch(/x/);
    expect(first).toMatch(/\./);
    expect(await run(7)).toBe(first);
  });

  it("match recipient, text and number; the first that matches wins", async () => {
    const other = "5511911111111";
    await stage.openWindow(other);
    await stage.control.addFault({ target: "send", action, match: { recipient: other } });
    await stage.control.addFault({
      target: "send",
      action: { type: "refuse", code: 2 },
      match: { textContains: "ell" },
    });
    await stage.control.addFault({ target: "send", action, match: { phoneNumberId: "999" } });
    expect((await stage.send({ to: other })).body.error.code).toBe(131_000);
    expect((await stage.send()).body.error.code).toBe(2);
    expect((await stage.send({ text: { body: "bye" } })).status).toBe(200);
  });

  it("can be removed", async () => {
    const { id } = await stage.control.addFault({ target: "send", action });
    await stage.control.removeFault(id);
    expect((await send()).status).toBe(200);
    await expect(stage.control.removeFault(id)).rejects.toThrow(`there is no ${id}`);
  });

  it("that make no sense for the target are refused", async () => {
    const wrong = { target: "send", action: { type: "duplicate", copies: 2 } } as unknown as FaultDraft;
    await expect(stage.control.addFault(wrong)).rejects.toThrow(/action\.type/);
  });

  it("for read calls leave sends alone", async () => {
    await stage.control.addFault({ target: "read", action });
    const { wamid } = await stage.control.text(CUSTOMER, "hello");
    const read = { messaging_product: "whatsapp", status: "read", message_id: wamid };
    expect((await stage.post(read)).body.error.code).toBe(131_000);
    expect((await send()).status).toBe(200);
  });
});

describe("webhook faults", () => {
  const write = (text: string) => stage.control.write([{ from: CUSTOMER, text }], { isAwaited: true });
  const texts = () => stage.receiver.messages.map(({ text }) => text.body);

  it("duplicate delivers copies at once", async () => {
    await stage.control.addFault({
      target: "webhook",
      action: { type: "duplicate", copies: 2 },
      when: { next: 1 },
    });
    const [webhook] = await write("hello");
    expect(webhook?.statuses).toEqual([200, 200, 200]);
    expect(texts()).toEqual(["hello", "hello", "hello"]);
  });

  it("drop loses it", async () => {
    await stage.control.addFault({
      target: "webhook",
      action: { type: "drop" },
      match: { textContains: "lost" },
    });
    await write("lost");
    await write("found");
    expect(texts()).toEqual(["found"]);
  });

  it("reorder lets the next one overtake", async () => {
    await stage.control.addFault({
      target: "webhook",
      action: { type: "reorder", ms: 60_000 },
      when: { next: 1 },
    });
    await write("first");
    await write("second");
    expect(texts()).toEqual(["second", "first"]);
    await stage.control.idle();
  });

  it("reorder without a next one ends by itself", async () => {
    await stage.control.addFault({ target: "webhook", action: { type: "reorder", ms: 5 } });
    await write("alone");
    await stage.control.idle();
    expect(texts()).toEqual(["alone"]);
  });

  it("hold keeps it until released, delay only for a while", async () => {
    await stage.control.addFault({ target: "webhook", action: { type: "hold" }, when: { next: 1 } });
    await stage.control.addFault({ target: "webhook", action: { type: "delay", ms: 5 } });
    await write("held");
    await write("delayed");
    await stage.control.idle();
    expect(texts()).toEqual(["delayed"]);
    await stage.control.release();
    expect(texts()).toEqual(["delayed", "held"]);
  });

  it("for receipts touch only those", async () => {
    await stage.control.addFault({
      target: "receipt",
      action: { type: "drop" },
      match: { textContains: "sent" },
    });
    await write("hello");
    await send();
    await stage.control.idle();
    expect(texts()).toEqual(["hello"]);
    expect(stage.receiver.statuses.map(({ status }) => status)).toEqual(["delivered"]);
  });
});
