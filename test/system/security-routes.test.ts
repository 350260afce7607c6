import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { newCustomer } from "../support/factories";
import { postWebhook, secrets } from "../support/own-app";
import { ownDatabase } from "../support/own-database";
import { isDone, ownSystem, phoneNumberId } from "../support/own-system";
import { getWithHost } from "../support/raw-requests";
import { envelope, textMessage, toBytes } from "../support/wire";

ownDatabase();
const system = ownSystem({ TRUSTED_PROXY_HOPS: "1" });

let asked = 0;
/** Asks as somebody who has not asked before: who asks too often is told 429, and here it matters what else would be told. */
async function askAsNewcomer(path: string, { headers, ...init }: RequestInit = {}): Promise<Response> {
  asked += 1;
  const address = `10.${asked >> 16}.${(asked >> 8) & 255}.${asked & 255}`;
  const forwarded = { ...headers, "x-forwarded-for": address };
  const response = await fetch(`${system.app.url}${path}`, {
    ...init,
    headers: forwarded,
    redirect: "manual",
  });
  // Next.js sends on whoever has not hashed their headers into _rsc as it does: what is there is what matters.
  const sentTo = response.headers.get("location") ?? "";
  const isSentToHash = path.includes("?_rsc=1") && sentTo.startsWith(path.replace(/=1$/, ""));
  return isSentToHash ? await askAsNewcomer(sentTo, { headers, ...init }) : response;
}

const readJson = (path: string) => JSON.parse(readFileSync(path, "utf8"));

/** Every route of the build, also those that nobody remembers. */
const routes: string[] = Object.values<string>(readJson(".next/app-path-routes-manifest.json")).filter(
  (route) => !["/_global-error", "/_not-found"].includes(route), // Next.js shows them where something else failed.
);

/**
 * Reviewed: what may be asked without credentials, and why. A new route is either refused to strangers, or it comes in
 * here by a decision.
 */
const publicRoutes: Record<string, string> = {
  "/": "leads to the inbox",
  "/sign-in": "where one signs in",
  "/api/auth/sign-in": "the same; limited",
  "/api/auth/sign-out": "takes a cookie away",
  "/api/openapi.json": "what the inbox's API is, and nothing of what is in it",
  "/health": "states, no details without METRICS_TOKEN",
  "/health/[check]": "the same",
  "/health/live": "the same",
  "/health/ready": "the same",
  "/icon.svg": "a picture",
};

/** Ways in that have gone round a proxy before: CVE-2025-29927, CVE-2026-44573 to -44575, -45109, -64642. */
const disguises: [what: string, (path: string) => { path: string; headers?: Record<string, string> }][] = [
  ["nothing", (path) => ({ path })],
  ["x-middleware-subrequest", (path) => ({ path, headers: { "x-middleware-subrequest": subrequest } })],
  [".rsc", (path) => ({ path: `${path}.rsc` })],
  ["?_rsc=", (path) => ({ path: `${path}?_rsc=1`, headers: { rsc: "1" } })],
  [
    "a segment prefetch",
    (path) => ({
      path: `${path}?_rsc=1`,
      headers: { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
    }),
  ],
  [
    "/_next/data/",
    (path) => ({ path: `/_next/data/${buildId}${path}.json`, headers: { "x-nextjs-data": "1" } }),
  ],
  ["a locale", (path) => ({ path: `/en${path}` })],
  ["x-vercel-cron", (path) => ({ path, headers: { "x-vercel-cron": "1", "user-agent": "vercel-cron/1.0" } })],
  ["Bearer undefined", (path) => ({ path, headers: { authorization: "Bearer undefined" } })],
  ["Bearer null", (path) => ({ path, headers: { authorization: "Bearer null" } })],
  ["an empty Bearer", (path) => ({ path, headers: { authorization: "Bearer " } })],
];
const subrequest = Array(5).fill("src/proxy").join(":");
const buildId = readFileSync(".next/BUILD_ID", "utf8").trim();

/** By a redirect, or, where the browser's router asks, by what it reads as one. */
function isSentToSignIn({ status, headers }: Response, body: string): boolean {
  if (status === 307) return headers.get("location")?.startsWith("/sign-in") === true;
  return isForRouter(headers) && body.includes("NEXT_REDIRECT;replace;/sign-in");
}

/** To the router, what is not there is 200 as well. */
function isNotFound({ headers }: Response, body: string): boolean {
  return isForRouter(headers) && body.includes("NEXT_HTTP_ERROR_FALLBACK;404");
}

/** What a browser shows as a page is judged by its status alone. */
function isForRouter(headers: Headers): boolean {
  return headers.get("content-type")?.startsWith("text/x-component") === true;
}

/** What the router asks for before it asks for a page: the parts of its address, and nothing that is rendered. */
function isTree(body: string): boolean {
  const parts = body.trim().split("\n");
  return parts.every((part) => /^\d:(\[\["children",\{[^<]*\}\]\]|\{"q":"",[^<]*\})$/.test(part));
}

describe("without credentials", () => {
  it("the list of public routes names only routes that exist", () => {
    expect(Object.keys(publicRoutes).filter((route) => !routes.includes(route))).toEqual([]);
  });

  it.each(disguises)("every other route of the build refuses, also with %s", async (_, disguise) => {
    const from = newCustomer();
    const message = textMessage(from, "canary text for strangers");
    await postWebhook(system.app.url, toBytes(envelope(phoneNumberId, { messages: [message] })));
    await isDone(message.id);
    const answered: string[] = [];
    const ask = async (route: string) => {
      const { path, headers = {} } = disguise(route.replace(/\[[^\]]+\]/g, "anything"));
      for (const method of ["GET", "POST"]) {
        const response = await askAsNewcomer(path, { method, headers });
        const body = await response.text();
        expect(body).not.toMatch(/canary text/);
        expect(body).not.toContain(from);
        expect(response.status).toBeLessThan(500);
        const isRefused =
          isSentToSignIn(response, body) ||
          isNotFound(response, body) ||
          isTree(body) ||
          [401, 403, 404, 405].includes(response.status);
        if (!isRefused && !(route in publicRoutes)) answered.push(`${method} ${path} ${response.status}`);
      }
    };
    await Promise.all(routes.map(ask));
    expect(answered).toEqual([]);
  });
});

describe("what nobody has built", () => {
  it.each(["GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"])(
    "under /api, %s answers as an API",
    async (method) => {
      const response = await askAsNewcomer("/api/no/such/thing", { method });
      expect(response.status).toBe(404);
      const { ok, error, requestId } = await response.json();
      expect({ ok, code: error.code }).toEqual({ ok: false, code: "NOT_FOUND" });
      expect(response.headers.get("x-request-id")).toBe(requestId);
    },
  );

  it("as a method of a route is 405 with what is allowed, in the same shape", async () => {
    const written = routes.filter((route) => /^\/(api\/(?!\[)|metrics)/.test(route));
    expect(written.length).toBeGreaterThanOrEqual(5);
    for (const route of written) {
      const allowed = (await askAsNewcomer(route, { method: "OPTIONS" })).headers.get("allow") ?? "";
      expect([route, allowed]).toEqual([
        route,
        expect.stringMatching(/^((GET|POST|PUT|PATCH|DELETE|HEAD), )+OPTIONS$/),
      ]);
      const method = ["PATCH", "PUT", "DELETE"].find((each) => !allowed.split(", ").includes(each));
      const response = await askAsNewcomer(route, { ...(method && { method }) });
      expect([route, response.status]).toEqual([route, 405]);
      expect(response.headers.get("allow")).toBe(allowed);
      const { error, requestId } = await response.json();
      expect(error.code).toBe("METHOD_NOT_ALLOWED");
      expect(response.headers.get("x-request-id")).toBe(requestId);
    }
  });
});

it("a foreign Host is reflected nowhere", async () => {
  for (const path of [
    "/",
    "/nothing",
    "/health/",
    "/api/nothing",
    "/api/cron/cleanup",
    "/metrics",
    "/icon.svg",
  ]) {
    const { headers, body } = await getWithHost(`${system.app.url}${path}`, "evil.example");
    expect(`${path} ${headers}\n${body}`).not.toContain("evil.example");
  }
});

it("a token in the query leaves no trace in what the app writes, right or wrong", async () => {
  for (const route of [
    "api/cron/run-outbound-jobs",
    "api/cron/cleanup",
    "api/jobs/run-outbound",
    "metrics",
    "api/none",
  ])
    for (const token of [...Object.values(secrets), "canary-wrong-token"])
      await fetch(`${system.app.url}/${route}?token=${token}`);
  expect(system.app.output.join("\n")).not.toContain("canary");
});
