import { spawn } from "node:child_process";
import { Webhook } from "standardwebhooks";
import { describe, expect, it } from "vitest";
import {
  addEndpoint,
  changeEndpoint,
  deliverWebhooks,
  listEndpoints,
  resealSecrets,
  retryEvent,
  rotateSecret,
  testEndpoint,
} from "@/domain/webhooks-out";
import { waitUntil } from "../../../scripts/local/processes";
import { customerWrites, newCustomer } from "../../support/factories";
import { row, rows } from "../../support/own-database";
import { allDueNow, eventRows, ownWebhooks } from "../../support/own-webhooks";
import { setEnv } from "../../support/with-env";

const own = ownWebhooks();
const { number, receiver, actor } = own;

const oneMessage = (text = "Is the shop open?") => customerWrites(number.phoneNumberId, newCustomer(), text);

describe("a delivery", () => {
  it("is signed as Standard Webhooks has it, and holds the message and who wrote it", async () => {
    const { secret } = await own.endpoint();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/=]{44}$/);
    await oneMessage("Is the shop open?");
    expect(await deliverWebhooks()).toEqual({ delivered: 1 });
    const [event] = own.taken(secret);
    expect(event).toMatchObject({
      type: "message.received",
      data: { status: "RECEIVED", message: { text: "Is the shop open?", direction: "INBOUND" } },
    });
    expect(new Date(event?.timestamp ?? "").getTime()).toBeGreaterThan(Date.now() - 60_000);
    const [{ headers, body } = { headers: {}, body: "" }] = receiver.requests;
    expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow();
  });

  it("keeps no text in the database, and tells none that was erased meanwhile", async () => {
    const { secret } = await own.endpoint();
    await oneMessage("My secret");
    expect(JSON.stringify(await rows(`SELECT * FROM "WebhookEvent"`))).not.toContain("My secret");
    await rows(`DELETE FROM "Conversation"`);
    await deliverWebhooks();
    const [event] = own.taken(secret);
    expect(event?.data).toEqual({
      conversationId: expect.any(Number),
      messageId: expect.any(Number),
      status: "RECEIVED",
    });
  });

  it("is made once by two deliverers at once", async () => {
    const { secret } = await own.endpoint();
    for (let count = 0; count < 6; count += 1) await oneMessage();
    const [first, second] = await Promise.all([deliverWebhooks(), deliverWebhooks()]);
    expect((first.delivered ?? 0) + (second.delivered ?? 0)).toBe(6);
    expect(new Set(own.taken(secret).map(({ id }) => id)).size).toBe(6);
    expect(receiver.requests).toHaveLength(6);
  });

  it("is made again under the same id when its process was killed, once its lease is over and not before", async () => {
    const { secret } = await own.endpoint();
    receiver.answer = () => undefined;
    await oneMessage();
    const killed = spawn(process.execPath, ["--import", "tsx", "scripts/webhooks.ts", "deliver"], {
      env: { ...process.env, LOG_LEVEL: "silent" },
      stdio: "ignore",
    });
    await waitUntil(() => receiver.requests.length === 1, {
      what: "the delivery to hang",
      timeoutMs: 30_000,
    });
    killed.kill("SIGKILL");
    await new Promise((resolve) => killed.once("exit", resolve));
    expect(await deliverWebhooks()).toEqual({});
    receiver.answer = (response) => void response.end();
    await allDueNow();
    expect(await deliverWebhooks()).toEqual({ delivered: 1 });
    const [first, again] = own.taken(secret);
    expect(again?.id).toBe(first?.id);
    expect(await eventRows()).toMatchObject([{ status: "delivered", attempts: 2 }]);
  });

  it("whose lease is over says nothing more, neither that it was taken nor that it was not", async () => {
    for (const status of [200, 500]) {
      await own.endpoint();
      let release = () => undefined as unknown;
      receiver.answer = (response) => {
        release = () => response.writeHead(status).end();
      };
      await oneMessage();
      const slow = deliverWebhooks();
      await waitUntil(() => receiver.requests.length > 0, { what: "a delivery to hang", timeoutMs: 5_000 });
      await rows(`UPDATE "WebhookEvent" SET "nextAttemptAt" = now() + interval '1 hour', attempts = 7`);
      release();
      expect(await slow).toEqual({ lost: 1 });
      expect(await eventRows()).toMatchObject([{ status: "pending", attempts: 7, error: null }]);
      receiver.requests = [];
      await rows(`DELETE FROM "WebhookEndpoint"`);
    }
  });

  it("that hangs keeps other endpoints waiting for nothing", async () => {
    await own.endpoint();
    const other = await addEndpoint({ ...number, actor, url: `${receiver.url}/other` });
    const hanging: (() => void)[] = [];
    receiver.answer = (response, { path }) => {
      if (path === "/other") response.end();
      else hanging.push(() => void response.end());
    };
    for (let count = 0; count < 6; count += 1) await oneMessage();
    const delivering = deliverWebhooks();
    const taken = () => receiver.requests.filter(({ path }) => path === "/other");
    await waitUntil(() => taken().length === 6, { what: "the other to be told all", timeoutMs: 5_000 });
    expect(hanging).toHaveLength(4);
    receiver.answer = (response) => void response.end();
    for (const release of hanging) release();
    expect(await delivering).toEqual({ delivered: 12 });
    expect(other.endpoint.disabledAt).toBeNull();
  });
});

describe("what is not taken", () => {
  it("is tried again after 5 s, 5 min and so on, for about three days; then the endpoint is switched off and people are told", async () => {
    const { endpoint } = await own.endpoint();
    receiver.answer = (response) => void response.writeHead(500).end("no");
    await oneMessage();
    const waits: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      await allDueNow();
      expect(await deliverWebhooks()).toEqual({ retried: 1 });
      waits.push((await eventRows())[0]?.waits ?? 0);
    }
    const planned = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
    for (const [at, seconds] of planned.entries()) {
      expect(waits[at]).toBeGreaterThan(seconds - 3);
      expect(waits[at]).toBeLessThan(seconds * 1.2 + 1);
    }
    await allDueNow();
    expect(await deliverWebhooks()).toEqual({ failed: 1 });
    expect(await eventRows()).toMatchObject([{ status: "failed", attempts: 10, error: "HTTP 500" }]);
    const [listed] = await listEndpoints(number.organizationId);
    expect(listed).toMatchObject({ id: endpoint.id, disabledReason: "it took nothing for three days" });
    const told = await rows(`SELECT kind FROM "Notification" WHERE "organizationId" = $1`, [
      number.organizationId,
    ]);
    expect(told).toEqual([{ kind: "webhook_disabled" }]);
    await oneMessage();
    expect(await eventRows()).toHaveLength(1);
  });

  it("with 410 Gone is the last: the endpoint is switched off at once, what else waits stays, and goes out when it is switched on", async () => {
    const { endpoint, secret } = await own.endpoint();
    receiver.answer = (response) => void response.writeHead(410).end();
    await oneMessage();
    await deliverWebhooks();
    expect(await listEndpoints(number.organizationId)).toMatchObject([
      { disabledReason: "it answered 410 Gone" },
    ]);
    await rows(`UPDATE "WebhookEvent" SET status = 'pending', "nextAttemptAt" = now()`);
    expect(await deliverWebhooks()).toEqual({});
    receiver.answer = (response) => void response.end();
    await changeEndpoint({ ...number, actor, id: endpoint.id }, { isEnabled: true });
    expect(await deliverWebhooks()).toEqual({ delivered: 1 });
    expect(own.taken(secret)).toHaveLength(2);
  });

  it("waits as long as Retry-After asks for", async () => {
    await own.endpoint();
    receiver.answer = (response) => void response.writeHead(429, { "retry-after": "3600" }).end();
    await oneMessage();
    await deliverWebhooks();
    expect((await eventRows())[0]?.waits).toBeGreaterThan(3_500);
  });

  it("is not followed elsewhere: a redirect is no success", async () => {
    await own.endpoint();
    receiver.answer = (response) => void response.writeHead(302, { location: "/stolen" }).end();
    await oneMessage();
    expect(await deliverWebhooks()).toEqual({ retried: 1 });
    expect(receiver.requests.map(({ path }) => path)).toEqual(["/hook"]);
  });

  it("may be told once more by hand, under the same id", async () => {
    const { secret } = await own.endpoint();
    await oneMessage();
    await deliverWebhooks();
    const [{ id } = { id: "" }] = await eventRows();
    await retryEvent({ ...number, actor, id });
    expect(await deliverWebhooks()).toEqual({ delivered: 1 });
    expect(own.taken(secret).map((event) => event.id)).toEqual([id, id]);
  });
});

describe("where webhooks may go", () => {
  it.each([
    "http://shop.example/hook",
    "https://127.0.0.1/hook",
    "https://[::1]/hook",
    "https://0x7f000001/hook",
    "https://me:secret@shop.example/hook",
    "ftp://shop.example/hook",
    "nonsense",
  ])("is not %s", async (url) => {
    await expect(addEndpoint({ ...number, actor, url })).rejects.toMatchObject({ code: "INVALID_INPUT" });
  });

  it("is no name that means this machine, however it was when it was added", async () => {
    await addEndpoint({ ...number, actor, url: `https://localhost:${receiver.port}/hook` });
    await oneMessage();
    expect(await deliverWebhooks()).toEqual({ retried: 1 });
    expect((await eventRows())[0]?.error).toContain("not on the public internet");
    expect(receiver.requests).toEqual([]);
  });

  it("is no host that was opened once and is no more", async () => {
    await own.endpoint();
    setEnv({ WEBHOOK_PRIVATE_HOSTS: "" });
    await oneMessage();
    expect(await deliverWebhooks()).toEqual({ retried: 1 });
    expect(receiver.requests).toEqual([]);
  });
});

describe("a secret", () => {
  it("that was replaced signs beside the new one for a day, and then no more", async () => {
    const { endpoint, secret } = await own.endpoint();
    const rotated = await rotateSecret({ ...number, actor, id: endpoint.id });
    await oneMessage();
    await deliverWebhooks();
    expect(own.taken(secret)).toHaveLength(1);
    expect(own.taken(rotated.secret)).toHaveLength(1);
    receiver.requests = [];
    await rows(`UPDATE "WebhookEndpoint" SET "previousSecretUntil" = now() - interval '1 second'`);
    await oneMessage();
    await deliverWebhooks();
    expect(own.taken(rotated.secret)).toHaveLength(1);
    expect(() => own.taken(secret)).toThrow("No matching signature");
  });

  it("is sealed, and survives that SESSION_SECRET is replaced", async () => {
    const { secret } = await own.endpoint();
    const { secretSealed } = await row<{ secretSealed: string }>(
      `SELECT "secretSealed" FROM "WebhookEndpoint"`,
    );
    expect(secretSealed).not.toContain(secret.slice(6));
    setEnv({ SESSION_SECRET: "another-session-secret", SESSION_SECRET_PREVIOUS: process.env.SESSION_SECRET });
    expect(await resealSecrets()).toEqual({ resealed: 1, unreadable: [] });
    setEnv({ SESSION_SECRET_PREVIOUS: undefined });
    await oneMessage();
    expect(await deliverWebhooks()).toEqual({ delivered: 1 });
    expect(own.taken(secret)).toHaveLength(1);
  });
});

it("a test is told also where nothing else is, is not tried again and switches nothing off", async () => {
  const { endpoint, secret } = await own.endpoint();
  await changeEndpoint({ ...number, actor, id: endpoint.id }, { isEnabled: false });
  await testEndpoint({ ...number, actor, id: endpoint.id });
  expect(await deliverWebhooks()).toEqual({ delivered: 1 });
  expect(own.taken(secret)).toMatchObject([{ type: "webhook.test", data: {} }]);
  receiver.answer = (response) => void response.writeHead(500).end();
  await testEndpoint({ ...number, actor, id: endpoint.id });
  expect(await deliverWebhooks()).toEqual({ failed: 1 });
});
