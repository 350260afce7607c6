import http from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../../src/simulator";
import { type AppProcess, secrets, startApp } from "../support/own-app";
import { ownDatabase } from "../support/own-database";
import { ownSystem } from "../support/own-system";

ownDatabase();
const system = ownSystem();

const paths = ["/dev/phone", "/dev/phone/api/customers", "/dev/phone/api/events?after=0"];

/** With a Host of one's own, which fetch does not allow. */
function get(url: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers }, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
  });
}

describe("without DEV_PHONE", () => {
  it.each(paths)("there is no %s", async (path) => {
    expect((await fetch(`${system.app.url}${path}`)).status).toBe(404);
  });

  it("no page may stand in a frame", async () => {
    const { headers } = await fetch(`${system.app.url}/`, { redirect: "manual" });
    expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
    expect(headers.get("content-security-policy")).not.toContain("frame-src");
  });
});

describe("with DEV_PHONE", () => {
  let simulator: Simulator;
  let app: AppProcess;

  beforeAll(async () => {
    const accessTokens = [secrets.WHATSAPP_ACCESS_TOKEN];
    simulator = await startSimulator({ accessTokens, appSecret: secrets.WHATSAPP_APP_SECRET });
    const env = { DATABASE_URL: process.env.DATABASE_URL ?? "", DEV_PHONE: "true" };
    app = await startApp({ ...secrets, ...env, SIMULATOR_URL: simulator.url });
  });
  afterAll(async () => {
    await app?.stop();
    await simulator?.close();
  });

  const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${app.url}/dev/phone/api/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    });

  it("the phone is there, beside the inbox in a frame of the same site and of no other", async () => {
    const response = await fetch(`${app.url}/dev/phone`);
    expect(response.status).toBe(200);
    const policy = response.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("frame-src 'self'");
    expect(policy).toContain("frame-ancestors 'self'");
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    expect(await response.text()).toContain('src="/inbox"');
  });

  it.each(paths)("%s is not there for who comes by another name than this machine's", async (path) => {
    const { port } = new URL(app.url);
    const url = `${app.url}${path}`;
    expect(await get(url, { host: "phone.example.com" })).toBe(404);
    expect(await get(url, { host: `127.0.0.1:${port}`, "x-forwarded-host": "phone.example.com" })).toBe(404);
    expect(await get(url, { host: `127.0.0.1:${port}` })).toBe(200);
  });

  it("no other site can have a customer write", async () => {
    const message = { messages: [{ from: "5511911110001", text: "from another site" }] };
    const other = await ask("POST", "messages", message, { "sec-fetch-site": "cross-site" });
    expect(other.status).toBe(403);
    expect(await simulator.control.customers()).toEqual([]);
    const own = await ask("POST", "messages", message, { "sec-fetch-site": "same-origin" });
    expect(own.status).toBe(200);
    expect(await simulator.control.customers()).toMatchObject([{ waId: "5511911110001" }]);
  });

  it.each([
    ["GET", "settings"],
    ["PATCH", "settings"],
    ["POST", "reset"],
    ["POST", "raw"],
    ["GET", "faults/../settings"],
    ["GET", "..%2fsettings"],
    ["GET", "deliveries/..%2f..%2fsettings"],
  ])("%s %s does not get through", async (method, path) => {
    const response = await ask(method, path, method === "GET" ? undefined : {});
    expect([404, 405]).toContain(response.status);
    expect(await response.text()).not.toContain(secrets.WHATSAPP_APP_SECRET);
  });

  it("nothing that comes through holds a secret, also what a customer quotes of one", async () => {
    const text = `my token is ${secrets.WHATSAPP_ACCESS_TOKEN}`;
    await ask("POST", "messages", { messages: [{ from: "5511911110002", text }] });
    const deliveries = await (await ask("GET", "deliveries?limit=10")).text();
    expect(deliveries).toContain("my token is");
    expect(deliveries).not.toContain(secrets.WHATSAPP_ACCESS_TOKEN);
    const aborted = new AbortController();
    const events = await fetch(`${app.url}/dev/phone/api/events?after=0`, { signal: aborted.signal });
    expect(events.headers.get("content-type")).toContain("text/event-stream");
    let seen = "";
    for await (const piece of (events.body as ReadableStream<BufferSource>).pipeThrough(
      new TextDecoderStream(),
    )) {
      seen += piece;
      if (seen.includes("my token is")) break;
    }
    aborted.abort();
    expect(seen).not.toContain(secrets.WHATSAPP_ACCESS_TOKEN);
  });

  it("a file of a customer is shown as what a browser may show, else only saved", async () => {
    const html = Buffer.from("<script>alert(1)</script>").toString("base64");
    const media = { mimeType: "text/html", base64: html };
    await simulator.control.write([{ from: "5511911110003", type: "document", media }]);
    const [delivery] = await simulator.control.deliveries({ kind: "message", limit: 1 });
    const id = /"document":\{"id":"(\d+)"/.exec(delivery?.body ?? "")?.[1];
    const response = await ask("GET", `media/${id}`);
    expect(response.status).toBe(200);
    expect(response.headers.get("content-type")).toBe("application/octet-stream");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  it("a simulator that is not there is told in words", async () => {
    const alone = await startApp({
      ...secrets,
      DATABASE_URL: process.env.DATABASE_URL ?? "",
      DEV_PHONE: "true",
    });
    try {
      const response = await fetch(`${alone.url}/dev/phone/api/customers`);
      expect(response.ok).toBe(false);
      expect(JSON.stringify(await response.json())).toContain("SIMULATOR_URL");
    } finally {
      await alone.stop();
    }
  });
});
