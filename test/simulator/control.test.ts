import net from "node:net";
import { describe, expect, it } from "vitest";
import { type SimulatorEvent, signatureOf, startSimulator } from "../../src/simulator";
import { CUSTOMER, setStage } from "./stage";

const stage = setStage({ receipts: { sentMs: 1, deliveredMs: 2 } });

const call = async (method: string, path: string, body?: string) => {
  const response = await fetch(`${stage.simulator.url}${path}`, { method, body });
  return { status: response.status, body: await response.json() };
};

describe("the control API", () => {
  it("lists what it can do", async () => {
    const { body } = await call("GET", "/control");
    expect(body.routes.length).toBeGreaterThan(25);
    expect(body.routes).toContainEqual(
      expect.objectContaining({ method: "POST", path: "/control/messages" }),
    );
  });

  it.each([
    { path: "messages", body: "{", message: "not valid JSON" },
    { path: "messages", body: '{"messages":[{"text":"x"}]}', message: "from or userId is required" },
    { path: "messages", body: '{"messages":[{"from":"abc"}]}', message: "phone number" },
    { path: "messages", body: '{"messages":[{"from":"5511987654321","txt":"x"}]}', message: "txt" },
    { path: "raw", body: "{}", message: "either body or base64" },
    { path: "raw", body: '{"body":"","signing":{"header":"a\\nb"}}', message: "printable" },
    { method: "PATCH", path: "settings", body: '{"webhookUrl":"ftp://x"}', message: "webhookUrl" },
    { method: "PATCH", path: "settings", body: '{"receipts":{"sentMs":-1}}', message: "receipts.sentMs" },
    { path: "faults", body: '{"target":"moon","action":{"type":"cut"}}', message: "target" },
    { method: "GET", path: "ledger/effects?limit=many", message: "limit" },
    { method: "GET", path: "nothing", status: 404, message: "there is no GET" },
    { method: "GET", path: "deliveries/none", status: 404, message: "no delivery none" },
    { method: "DELETE", path: "ai/scripts/none", status: 404, message: "there is no none" },
  ])(
    "says what is wrong with $path $body",
    async ({ method = "POST", path, body, status = 400, message }) => {
      const answer = await call(method, `/control/${path}`, body);
      expect(answer).toMatchObject({
        status,
        body: { error: { message: expect.stringContaining(message) } },
      });
    },
  );

  it("changes settings at once and restores them on request", async () => {
    await stage.control.configure({ accessTokens: ["other"], receipts: { autoRead: true } });
    await stage.openWindow();
    expect((await stage.send()).status).toBe(401);
    expect((await stage.send({}, { headers: { Authorization: "Bearer other" } })).status).toBe(200);
    await stage.control.reset();
    expect((await stage.control.settings()).receipts).toMatchObject({ autoRead: true, sentMs: 1 });
    await stage.control.reset({ isSettingsToo: true });
    expect((await stage.control.settings()).accessTokens).toEqual(["simulator-access-token"]);
  });

  it("idle waits for webhooks and receipts, and says when they do not end", async () => {
    await stage.openWindow();
    await stage.send();
    await stage.control.text(CUSTOMER, "hello");
    await stage.control.idle();
    expect(stage.receiver.received).toHaveLength(3);
    await stage.control.configure({ webhookUrl: "http://127.0.0.1:1/" });
    await stage.control.text(CUSTOMER, "hello");
    await expect(stage.control.idle({ timeoutMs: 10 })).rejects.toThrow("still pending: 1");
  });

  it("reset forgets everything and cancels what is pending", async () => {
    await stage.openWindow();
    await stage.control.configure({ receipts: { sentMs: 50, deliveredMs: 60 } });
    await stage.control.addFault({ target: "read", action: { type: "hang" } });
    await stage.send({ biz_opaque_callback_data: "key" });
    await stage.control.hold();
    await stage.control.reset();
    expect(await stage.control.health()).toEqual({ isOk: true, pending: 0, held: 0 });
    expect(await stage.control.summary()).toMatchObject({ accepted: 0, opaqueIds: 0, calls: {} });
    expect(await stage.control.faults()).toEqual([]);
    expect(await stage.control.customers()).toEqual([]);
    await stage.control.text(CUSTOMER, "after");
    await stage.control.idle();
    expect(stage.receiver.statuses).toEqual([]);
    expect(stage.receiver.messages).toHaveLength(1);
  });
});

describe("the event stream", () => {
  it("tells in order what happens after subscribing", async () => {
    await stage.openWindow();
    const stream = await stage.control.events();
    const { wamid } = await stage.control.text(CUSTOMER, "hello");
    await stage.send({ biz_opaque_callback_data: "key" });
    const seen: SimulatorEvent[] = [];
    for await (const event of stream) {
      seen.push(event);
      if (event.type === "receipt" && event.status === "delivered") break;
    }
    expect(seen[0]).toMatchObject({ type: "message", wamid, customer: CUSTOMER, text: "hello" });
    expect(seen).toContainEqual(
      expect.objectContaining({ type: "send", outcome: "accepted", opaque: "key" }),
    );
    expect(seen).toContainEqual(expect.objectContaining({ type: "receipt", status: "sent" }));
    const numbers = seen.map(({ seq }) => seq);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] ?? 0) + index));
  });

  it("replays what is kept after a number", async () => {
    await stage.control.text(CUSTOMER, "one");
    await stage.control.text(CUSTOMER, "two");
    const first = await stage.control.waitFor((event) => event.type === "message" && event.text === "one");
    const next = await stage.control.waitFor((event) => event.type === "message", { after: first.seq });
    expect(next).toMatchObject({ text: "two" });
  });

  it("ends for its reader when the simulator closes or the time is over", async () => {
    const other = await startSimulator();
    const stream = await other.control.events();
    await other.close();
    for await (const event of stream) expect(event).toBeUndefined();
    await expect(stage.control.waitFor(() => false, { timeoutMs: 20 })).rejects.toThrow("no such event");
  });
});

describe("whatever is thrown at it", () => {
  const raw = (bytes: string) =>
    new Promise<void>((resolve) => {
      const socket = net.connect(stage.simulator.port, "127.0.0.1", () =>
        socket.write(bytes, () => socket.end()),
      );
      socket.on("close", () => resolve());
      socket.on("error", () => resolve());
      socket.resume();
    });

  it("it stays alive", async () => {
    await raw("nonsense\r\n\r\n");
    await raw("GET //%%% HTTP/1.1\r\nHost: x\r\n\r\n");
    await raw("POST /v25.0/106540352242922/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf");
    await raw("POST /v25.0/%/messages HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n");
    expect((await call("GET", "/nowhere")).status).toBe(404);
    expect((await call("PUT", "/ai/x/chat/completions", "x")).status).toBe(404);
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect((await call("POST", "/control/messages", deep)).status).toBe(400);
    expect(await stage.post("x".repeat(5 * 1024 * 1024)).catch(() => "cut")).toBeTruthy();
    expect((await stage.control.health()).isOk).toBe(true);
  });
});

it("whoever looks for the phone here is sent to the app's", async () => {
  const response = await fetch(`${stage.simulator.url}/phone`, { redirect: "manual" });
  expect(response.status).toBe(302);
  expect(response.headers.get("location")).toBe(new URL("/dev/phone", stage.receiver.url).href);
});

it("a delivery is shown with the signature that its bytes went out with", async () => {
  await stage.control.text("5511911112222", "signed");
  await stage.control.idle();
  const [delivery] = await stage.control.deliveries({ kind: "message", limit: 1 });
  const secret = (await stage.control.settings()).appSecret;
  expect(delivery?.signature).toBe(signatureOf(Buffer.from(delivery?.body ?? ""), secret));
});

it("the bytes of a customer's file can be had by its id", async () => {
  const bytes = Buffer.from("of a customer");
  const media = { mimeType: "text/plain", base64: bytes.toString("base64") };
  await stage.control.write([{ from: "5511911112223", type: "document", media }]);
  const [delivery] = await stage.control.deliveries({ kind: "message", limit: 1 });
  const id = /"document":\{"id":"(\d+)"/.exec(delivery?.body ?? "")?.[1];
  const response = await fetch(`${stage.simulator.url}/control/media/${id}`);
  expect(response.headers.get("content-type")).toBe("text/plain");
  expect(Buffer.from(await response.arrayBuffer())).toEqual(bytes);
  expect((await fetch(`${stage.simulator.url}/control/media/1`)).status).toBe(404);
});
