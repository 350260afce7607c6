import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { jobOf, newCustomer } from "../support/factories";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { errorOf, ownSystem, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();
const next = ownSystem();
let ingress: AppProcess;
const path = "/api/webhooks/whatsapp";

beforeAll(async () => {
  ingress = await startApp({ ...next.env }, "ingress");
});
afterAll(() => ingress?.stop());

const oneMessage = (text = "canary ingress") => {
  const message = textMessage(newCustomer(), text);
  return { message, body: toBytes(envelope(phoneNumberId, { messages: [message] })) };
};

/** What is Next's own (it compresses), or of one connection. */
const notCompared = [
  "date",
  "vary",
  "content-encoding",
  "x-request-id",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "connection",
];

async function answerOf(url: string, ask: (url: string) => Promise<Response>) {
  const response = await ask(url);
  const body = (await response.text()).replaceAll(/(webhook|http)_\d+_\w+/g, "$1_id");
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !notCompared.includes(name)));
  return { status: response.status, headers, body, hasId: response.headers.has("x-request-id") };
}

describe("the lean ingress answers as the app does, to the letter", () => {
  const query = (token: string) => `${path}?hub.mode=subscribe&hub.challenge=42&hub.verify_token=${token}`;
  const asked: [string, (url: string) => Promise<Response>][] = [
    ["the handshake", (url) => fetch(url + query(secrets.WHATSAPP_VERIFY_TOKEN))],
    ["a wrong verify token", (url) => fetch(url + query("wrong"))],
    ["a signed webhook", (url) => postWebhook(url, oneMessage().body)],
    ["no signature", (url) => postWebhook(url, oneMessage().body, {})],
    ["no JSON", (url) => postWebhook(url, "hello=world")],
    ["4 MB and more", (url) => postWebhook(url, "x".repeat(4 * 1024 * 1024 + 1))],
    ["OPTIONS", (url) => fetch(url + path, { method: "OPTIONS" })],
    ["HEAD", (url) => fetch(url + query(secrets.WHATSAPP_VERIFY_TOKEN), { method: "HEAD" })],
    ...["PUT", "PATCH", "DELETE"].map((method): [string, (url: string) => Promise<Response>] => [
      method,
      (url) => fetch(url + path, { method }),
    ]),
    ["a path that is not there", (url) => fetch(`${url}/api/nothing`)],
    ["liveness", (url) => fetch(`${url}/livez`)],
    ["metrics without the token", (url) => fetch(`${url}/metrics`)],
  ];

  it.each(asked)("to %s", async (_, ask) => {
    expect(await answerOf(ingress.url, ask)).toEqual(await answerOf(next.app.url, ask));
  });

  it("and is ready", async () => {
    const response = await fetch(`${ingress.url}/api/health`);
    expect([response.status, (await response.json()).status]).toEqual([200, "pass"]);
  });
});

it("answers what is no request of HTTP with 400, and a method that nobody knows with 405, and goes on", async () => {
  expect(await rawStatus("GET ht!tp://[ HTTP/1.1\r\nHost: x\r\n\r\n")).toBe(400);
  expect(await rawStatus(`TRACE ${path} HTTP/1.1\r\nHost: x\r\n\r\n`)).toBe(405);
  expect((await fetch(`${ingress.url}/livez`)).status).toBe(200);
});

function rawStatus(text: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(ingress.url).port), "127.0.0.1", () => socket.write(text));
    socket.once("error", reject).once("data", (data) => {
      socket.destroy();
      resolve(Number(/^HTTP\/1.1 (\d+)/.exec(data.toString())?.[1]));
    });
  });
}

describe("asked to end", () => {
  it("turns not ready, finishes the webhook whose body is still coming, ends with 0", async () => {
    const leaving = await startApp({ ...next.env, SHUTDOWN_DELAY_MS: "600" }, "ingress");
    const { body, message } = oneMessage();
    let finish = (): void => undefined;
    const slowly = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(body.subarray(0, 20));
        finish = () => {
          controller.enqueue(body.subarray(20));
          controller.close();
        };
      },
    });
    const signature = createHmac("sha256", secrets.WHATSAPP_APP_SECRET).update(body).digest("hex");
    const answered = fetch(leaving.url + path, {
      method: "POST",
      headers: { "x-hub-signature-256": `sha256=${signature}` },
      body: slowly,
      duplex: "half",
    } as RequestInit);
    const stopped = leaving.stop();
    await waitUntil(async () => (await fetch(`${leaving.url}/readyz`)).status === 503, {
      what: "not to be ready",
      timeoutMs: 5_000,
    });
    finish();
    expect((await answered).status).toBe(200);
    await stopped;
    expect(await leaving.exited).toBe(0);
    expect((await jobOf(message.id)).status).toMatch(/queued|done/);
  });

  it("does not wait for a client that never finishes", async () => {
    const leaving = await startApp({ ...next.env, SHUTDOWN_GRACE_MS: "100" }, "ingress");
    const socket = connect(Number(new URL(leaving.url).port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nx`);
    await new Promise((resolve) => socket.once("ready", resolve));
    await leaving.stop();
    expect(await leaving.exited).toBe(0);
  });
});

it("with --no-runner keeps what comes in and leaves it to workers", async () => {
  const keeper = await startApp({ ...next.env }, "ingress --no-runner");
  const { body, message } = oneMessage();
  expect((await postWebhook(keeper.url, body)).status).toBe(200);
  await keeper.stop();
  expect((await jobOf(message.id)).status).toBe("queued");
  expect(keeper.output.join("\n")).not.toContain("Kicked job runner");
  await rows(`UPDATE "OutboundJob" SET status = 'cancelled', "completedAt" = now() WHERE status = 'queued'`);
});

it("refuses more than the body may have before it has it all", async () => {
  const response = await postWebhook(ingress.url, "x".repeat(5 * 1024 * 1024));
  expect(await errorOf(response)).toMatchObject({ status: 413, code: "PAYLOAD_TOO_LARGE" });
});
