import { afterAll, describe, expect, it } from "vitest";
import { type AppProcess, postWebhook, secrets, startApp } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";

ownDatabase();

const LIMIT = 100;
const apps: AppProcess[] = [];
afterAll(() => Promise.all(apps.map((app) => app.stop())));

async function start(env: Record<string, string>): Promise<AppProcess> {
  const app = await startApp({ ...secrets, DATABASE_URL: process.env.DATABASE_URL ?? "", ...env });
  apps.push(app);
  return app;
}

/** Asks the public API so many times. @returns how many were answered with each status, and the last answer. */
async function ask(url: string, times: number, headers: (at: number) => Record<string, string>) {
  const counts: Record<number, number> = {};
  let last = new Response();
  for (let at = 0; at < times; at += 1) {
    last = await fetch(`${url}/api/none`, { headers: headers(at) });
    counts[last.status] = (counts[last.status] ?? 0) + 1;
  }
  return { counts, last };
}

const forget = () => rows(`DELETE FROM rate_limit`);

describe("the limit of the public API", () => {
  it("cannot be escaped by headers that nobody has declared trusted", async () => {
    const app = await start({});
    const { counts, last } = await ask(app.url, 1_000, (at) => ({
      "x-forwarded-for": `10.0.${at >> 8}.${at & 255}`,
      "x-real-ip": `10.1.${at >> 8}.${at & 255}`,
      "x-vercel-forwarded-for": `10.2.${at >> 8}.${at & 255}`,
    }));
    expect(counts).toEqual({ 404: LIMIT, 429: 1_000 - LIMIT });
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    const { ok, error, requestId } = await last.json();
    expect({ ok, code: error.code }).toEqual({ ok: false, code: "RATE_LIMITED" });
    expect(requestId).toBe(last.headers.get("x-request-id"));
    await app.stop();
  });

  it("is one count for two processes, by the address that our proxy has appended", async () => {
    await forget();
    const [one, other] = [await start({ TRUSTED_PROXY_HOPS: "1" }), await start({ TRUSTED_PROXY_HOPS: "1" })];
    const from = (client: string) => (at: number) => ({ "x-forwarded-for": `10.9.9.${at}, ${client}` });
    expect((await ask(one.url, 60, from("203.0.113.7"))).counts).toEqual({ 404: 60 });
    expect((await ask(other.url, 60, from("203.0.113.7"))).counts).toEqual({ 404: 40, 429: 20 });
    expect((await ask(one.url, 1, from("203.0.113.7"))).counts).toEqual({ 429: 1 });
    expect((await ask(one.url, 1, from("203.0.113.8"))).counts).toEqual({ 404: 1 });

    const limited = { "x-forwarded-for": "203.0.113.7" };
    const statusOf = (path: string, headers: Record<string, string> = {}) =>
      fetch(`${one.url}${path}`, { headers: { ...limited, ...headers } }).then(({ status }) => status);
    // Who is limited there is still served where signatures and tokens say who it is.
    expect(await statusOf("/health/live")).toBe(200);
    expect(await statusOf("/api/cron/cleanup", { authorization: `Bearer ${secrets.CRON_SECRET}` })).toBe(200);
    expect((await postWebhook(one.url, "{}", limited)).status).toBe(401);
    await Promise.all([one.stop(), other.stop()]);
  });

  it("holds for wrong tokens of /metrics and locks out nobody who has the right one", async () => {
    await forget();
    const app = await start({});
    const statusOf = (token: string) =>
      fetch(`${app.url}/metrics`, { headers: { authorization: `Bearer ${token}` } }).then(
        ({ status }) => status,
      );
    const wrong: number[] = [];
    for (let at = 0; at < LIMIT + 5; at += 1) wrong.push(await statusOf("wrong"));
    expect(new Set(wrong.slice(0, LIMIT))).toEqual(new Set([401]));
    expect(new Set(wrong.slice(LIMIT))).toEqual(new Set([429]));
    expect(await statusOf(secrets.METRICS_TOKEN)).toBe(200);
    await app.stop();
  });

  it("without a database, lets pass what reveals nothing and refuses, in words, where tokens could be guessed", async () => {
    const app = await start({ DATABASE_URL: "postgresql://postgres@127.0.0.1:9/nothing" });
    expect((await fetch(`${app.url}/api/none`)).status).toBe(404);
    const response = await fetch(`${app.url}/metrics`, { headers: { authorization: "Bearer wrong" } });
    expect(response.status).toBe(503);
    expect((await response.json()).error.code).toBe("DATABASE_UNAVAILABLE");
    await app.stop();
  });
});

it("with ALLOW_TOKEN_IN_QUERY=false, only the header counts", async () => {
  const app = await start({ ALLOW_TOKEN_IN_QUERY: "false" });
  const routes: [path: string, token: string][] = [
    ["/api/cron/run-outbound-jobs", secrets.CRON_SECRET],
    ["/api/cron/cleanup", secrets.CRON_SECRET],
    ["/api/jobs/run-outbound", secrets.JOB_RUNNER_TOKEN],
  ];
  for (const [path, token] of routes) {
    const withHeader = { headers: { authorization: `Bearer ${token}` } };
    expect([path, (await fetch(`${app.url}${path}?token=${token}`)).status]).toEqual([path, 401]);
    expect([path, (await fetch(`${app.url}${path}`, withHeader)).status]).toEqual([path, 200]);
  }
  expect(app.output.join("\n")).not.toContain("canary");
});
