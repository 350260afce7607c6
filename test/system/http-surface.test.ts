import { describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { postWebhook, secrets } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();
const system = ownSystem();

describe("the handshake", () => {
  const handshake = (query: string) => fetch(`${system.app.url}/api/webhooks/whatsapp?${query}`);

  it("gives Meta its challenge back as plain text", async () => {
    const response = await handshake(
      `hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token=${secrets.WHATSAPP_VERIFY_TOKEN}`,
    );
    expect(response.status).toBe(200);
    expect(await response.text()).toBe("1158201444");
    expect(response.headers.get("content-type")).toContain("text/plain");
  });

  it.each([
    "hub.mode=subscribe&hub.challenge=1",
    "hub.mode=subscribe&hub.challenge=1&hub.verify_token=wrong",
    "hub.verify_token=",
  ])("refuses %s with 403", async (query) => {
    expect((await handshake(query)).status).toBe(403);
  });
});

describe("routes with a token", () => {
  it.each([
    ["/api/cron/run-outbound-jobs", "GET", secrets.CRON_SECRET],
    ["/api/cron/cleanup", "GET", secrets.CRON_SECRET],
    ["/api/jobs/run-outbound", "POST", secrets.JOB_RUNNER_TOKEN],
    ["/metrics", "GET", secrets.METRICS_TOKEN],
  ])("%s lets only its own token pass, as bearer or in the query", async (path, method, token) => {
    const call = (query: string, headers: Record<string, string> = {}) =>
      fetch(`${system.app.url}${path}${query}`, { method, headers }).then(({ status }) => status);
    expect(await call("")).toBe(401);
    expect(await call("", { authorization: "Bearer wrong" })).toBe(401);
    expect(await call("", { authorization: "Bearer undefined" })).toBe(401);
    expect(await call("", { authorization: "Bearer " })).toBe(401);
    expect(await call("?token=wrong")).toBe(401);
    expect(await call("", { "x-vercel-cron": "1", "user-agent": "vercel-cron/1.0" })).toBe(401);
    expect(await call("", { authorization: `Bearer ${token}` })).toBe(200);
    expect(await call(`?token=${token}`)).toBe(200);
  });

  it("the cron route answers as documented and its runner's answer is logged", async () => {
    const response = await fetch(`${system.app.url}/api/cron/run-outbound-jobs?token=${secrets.CRON_SECRET}`);
    const body = await response.json();
    expect(body).toMatchObject({ ok: true, message: "Job runner triggered" });
    expect(body.requestId).toMatch(/^cron_\d+_\w+$/);
    const isLogged = () =>
      system.app
        .log()
        .some(
          ({ msg, requestId }) =>
            msg.startsWith("[CRON] job runner response") && requestId === body.requestId,
        );
    await waitUntil(isLogged, { what: "the runner's answer", timeoutMs: 10_000 });
  });

  it("the job route says what it has done", async () => {
    const headers = { authorization: `Bearer ${secrets.JOB_RUNNER_TOKEN}` };
    const body = await (
      await fetch(`${system.app.url}/api/jobs/run-outbound`, { method: "POST", headers })
    ).json();
    expect(body).toMatchObject({
      ok: true,
      picked: 0,
      processed: [],
      retried: [],
      failed: [],
      coalesced: [],
      remaining: 0,
    });
  });
});

describe("health", () => {
  it("is ready, and its aliases say the same", async () => {
    for (const path of [
      "/health/ready",
      "/readyz",
      "/health",
      "/healthz",
      "/api/health",
      "/health/database",
      "/health/whatsapp",
      "/health/ai",
    ]) {
      const response = await fetch(`${system.app.url}${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("content-type")).toBe("application/health+json");
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
    for (const path of ["/health/live", "/livez"])
      expect((await fetch(`${system.app.url}${path}`)).status).toBe(200);
    expect((await fetch(`${system.app.url}/health/nonsense`)).status).toBe(404);
  });

  it("a missing column makes readiness red, the webhook loud, and after the mend the cron plays the webhook again", async () => {
    await rows(`ALTER TABLE "Conversation" DROP COLUMN "deletedAt"`);
    const message = textMessage(newCustomer(), "canary during the drift");
    const response = await postWebhook(
      system.app.url,
      toBytes(envelope(phoneNumberId, { messages: [message] })),
    );
    expect(response.status).toBe(500);
    expect((await response.json()).error).toEqual({
      code: "DB_MISMATCH",
      message: "DB migrations not applied. Run: npx prisma migrate deploy",
    });
    // What a process writes comes through a pipe, and may come after its answer.
    const tagged = await waitUntil(
      async () => system.app.log().find(({ msg }) => msg.startsWith("[DB-MISMATCH] Request failed")),
      { what: "the line in the log", timeoutMs: 5_000 },
    );
    expect(tagged.error).toContain("deletedAt");

    const ready = await waitUntil(
      async () => {
        const answer = await fetch(`${system.app.url}/health/ready`);
        return answer.status === 503 ? answer.json() : undefined;
      },
      { what: "readiness to turn red", timeoutMs: 10_000 },
    );
    expect(JSON.stringify(ready)).toContain("schema");
    expect(JSON.stringify(ready)).not.toContain("deletedAt");
    const headers = { authorization: `Bearer ${secrets.METRICS_TOKEN}` };
    expect(await (await fetch(`${system.app.url}/health/ready`, { headers })).text()).toContain(
      "Conversation.deletedAt",
    );

    await rows(`ALTER TABLE "Conversation" ADD COLUMN "deletedAt" TIMESTAMPTZ(3)`);
    // A process that knows of drift looks again every two seconds; until then its cron refuses.
    const cron = `${system.app.url}/api/cron/run-outbound-jobs?token=${secrets.CRON_SECRET}`;
    const isTakenIn = `SELECT 1 FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1`;
    await waitUntil(
      async () => (await fetch(cron)).ok && (await rows(isTakenIn, [message.id])).length === 1,
      {
        what: "the cron to play the webhook again",
        timeoutMs: 10_000,
      },
    );
    await isDone(message.id);
    await waitUntil(async () => (await fetch(`${system.app.url}/health/ready`)).ok, {
      what: "readiness",
      timeoutMs: 10_000,
    });
  });
});

describe("what the app writes", () => {
  it("never holds a secret, a phone number or a message", async () => {
    const from = newCustomer();
    const message = textMessage(from, "canary text 4711");
    await postWebhook(
      system.app.url,
      toBytes(
        envelope(phoneNumberId, {
          messages: [message],
          contacts: [{ wa_id: from, profile: { name: 'x\n{"level":50}' } }],
        }),
      ),
    );
    await isDone(message.id);
    const everything = system.app.output.join("\n");
    for (const secret of [...Object.values(secrets), from, "canary text", from.slice(0, 9)])
      expect(everything).not.toContain(secret);
  });

  it("tells its start-up phases", () => {
    const lines = system.app.log().map(({ msg }) => msg);
    for (const phase of [
      "Configuration loaded",
      "Database connection established",
      "Schema verified",
      "All routes mapped",
      "Application successfully started",
      "Listening on port ",
    ]) {
      expect(
        lines.some((line) => line.startsWith(phase)),
        phase,
      ).toBe(true);
    }
  });
});
