import { describe, expect, it } from "vitest";
import { secrets, startApp } from "../support/own-app";
import { ownDatabase } from "../support/own-database";
import { ownSystem } from "../support/own-system";

ownDatabase();
const system = ownSystem();

const YEAR_SECONDS = 31_536_000;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

/** An address for every kind of answer: pages, API, health, errors, static files. */
const answers: [what: string, path: string, status: number, headers?: Record<string, string>][] = [
  ["a page", "/sign-in", 200],
  ["a page that does not exist", "/nothing/here", 404],
  ["an API address that does not exist", "/api/nothing", 404],
  ["a refused call", "/api/cron/cleanup", 401],
  ["an accepted call", "/api/cron/cleanup", 200, bearer(secrets.CRON_SECRET)],
  ["a refused handshake", "/api/webhooks/whatsapp", 403],
  ["health", "/health/live", 200],
  ["an alias of health", "/healthz", 200],
  ["metrics", "/metrics", 200, bearer(secrets.METRICS_TOKEN)],
  ["a static file", "/icon.svg", 200],
];

async function get(path: string, headers: Record<string, string> = {}) {
  return await fetch(`${system.app.url}${path}`, { headers, redirect: "manual" });
}

/** The directives of a Content-Security-Policy. */
function policyOf(response: Response): Map<string, string> {
  const policy = response.headers.get("content-security-policy") ?? "";
  return new Map(policy.split("; ").map((directive) => [directive.split(" ")[0] ?? "", directive]));
}

describe.each(answers)("%s (%s)", (_, path, status, headers) => {
  it("has the headers that keep browsers from doing more than they should", async () => {
    const response = await get(path, headers);
    expect(response.status).toBe(status);
    const of = (name: string) => response.headers.get(name) ?? "";
    expect(of("x-content-type-options")).toBe("nosniff");
    expect(of("referrer-policy")).toBe("no-referrer");
    expect(of("permissions-policy")).toContain("camera=()");
    expect(Number(/max-age=(\d+)/.exec(of("strict-transport-security"))?.[1])).toBeGreaterThanOrEqual(
      YEAR_SECONDS,
    );
    expect(response.headers.has("x-powered-by")).toBe(false);
    expect(policyOf(response).get("default-src")).toBe("default-src 'none'");
    expect(policyOf(response).get("frame-ancestors")).toBe("frame-ancestors 'none'");
  });
});

it("what is no page may run nothing and load nothing", async () => {
  for (const [, path, , headers] of answers.slice(2)) {
    const response = await get(path, headers);
    expect([path, response.headers.get("content-security-policy")]).toEqual([
      path,
      "default-src 'none'; frame-ancestors 'none'",
    ]);
  }
});

describe.each(["/sign-in", "/nothing/here"])("the page %s", (path) => {
  it("lets only scripts run that carry the nonce of this one answer, and its own do", async () => {
    const response = await get(path);
    const policy = policyOf(response);
    const nonce = /'nonce-([^']{20,})'/.exec(policy.get("script-src") ?? "")?.[1];
    expect(nonce).toBeDefined();
    expect(policy.get("script-src")).toBe(`script-src 'nonce-${nonce}' 'strict-dynamic'`);
    for (const name of ["object-src", "base-uri", "frame-ancestors"])
      expect(policy.get(name)).toBe(`${name} 'none'`);
    expect([...policy.values()].join()).not.toMatch(/unsafe|\*|https?:/);

    const html = await response.text();
    const scripts = html.match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(2);
    expect(scripts.filter((tag) => !tag.includes(`nonce="${nonce}"`))).toEqual([]);
    // Styles come from files of this server, which the policy allows; inline ones it does not.
    const styles = html.match(/<link\b[^>]*rel="stylesheet"[^>]*>/g) ?? [];
    expect(styles.length).toBeGreaterThan(0);
    for (const tag of styles) expect(tag).toMatch(/href="\/_next\/static\//);
    expect(html).not.toMatch(/<[^>]+\sstyle=/);
    expect(html).not.toMatch(/<[^>]+\son\w+=/);

    const other = await get(path);
    expect(other.headers.get("content-security-policy")).not.toContain(nonce);
    expect(response.headers.get("cache-control")).toContain("no-store");
  });

  it("loads every script and style it names", async () => {
    const html = await (await get(path)).text();
    const files = new Set(
      [...html.matchAll(/(?:src|href)="(\/_next\/[^"]+)"/g)].map(([, file]) => file ?? ""),
    );
    expect(files.size).toBeGreaterThan(3);
    for (const file of files) {
      const { status, headers } = await get(file);
      expect([file, status, headers.get("x-content-type-options")]).toEqual([file, 200, "nosniff"]);
    }
  });
});

it("a page that fails says nothing of why, under the same policy", async () => {
  const env = { DATABASE_URL: "postgresql://canary@127.0.0.1:9/nothing", INBOX_WITHOUT_SIGN_IN: "true" };
  const app = await startApp({ ...secrets, ...env });
  try {
    const response = await fetch(app.url);
    expect(response.status).toBe(500);
    expect(policyOf(response).get("script-src")).toMatch(/^script-src 'nonce-[^']+' 'strict-dynamic'$/);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(await response.text()).not.toMatch(/canary|ECONNREFUSED|postgres|127\.0\.0\.1:9|\bat \S+:\d+/);
  } finally {
    await app.stop();
  }
});
