import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { lastMigration } from "@/domain/schema";
import packageJson from "../../package.json";
import { exitCodeOf } from "../../scripts/local/check-report";
import { waitUntil } from "../../scripts/local/processes";
import type { Expectations } from "../../scripts/verify-deployment/deployment";
import { verifyDeployment } from "../../scripts/verify-deployment/verify-deployment";
import { blocksOf } from "../support/documents";
import { type AppProcess, secrets, startApp } from "../support/own-app";
import { ownDatabase, rows } from "../support/own-database";
import { ownProxy } from "../support/own-proxy";
import { ownSystem, phoneNumberId } from "../support/own-system";
import { runShell } from "../support/run-shell";

ownDatabase();
const system = ownSystem();
let target = "";
const proxy = ownProxy(() => target);
/** What the build was made from: it may be older than this checkout where nothing that is built has changed. */
let head = "";

const runCron = (url: string) =>
  fetch(`${url}/api/cron/run-outbound-jobs`, { headers: { authorization: `Bearer ${secrets.CRON_SECRET}` } });

beforeAll(async () => {
  await runCron(system.app.url);
  head = (await (await fetch(`${system.app.url}/health`)).json()).releaseId;
});
beforeEach(() => {
  target = system.app.url;
});

function expectations(fields: Partial<Expectations> = {}): Expectations {
  return {
    url: proxy.url,
    commit: head,
    version: packageJson.version,
    migration: lastMigration(),
    timeoutMs: 10_000,
    waitMs: 0,
    isCronTriggered: false,
    isSelfTested: false,
    selfTestMs: 30_000,
    secrets: { ...secrets, WHATSAPP_PHONE_NUMBER_ID: phoneNumberId },
    say: () => undefined,
    ...fields,
  };
}

/** The checks that do not hold. */
async function failing(fields: Partial<Expectations> = {}) {
  const checks = await verifyDeployment(expectations(fields));
  const wrong = checks.filter(({ status }) => status === "fail" || status === "unknown");
  return { names: wrong.map(({ name }) => name), text: JSON.stringify(wrong), exitCode: exitCodeOf(checks) };
}

/** Another app beside the system's, for the length of a test. */
async function withApp(env: Record<string, string>, work: (app: AppProcess) => Promise<void>): Promise<void> {
  const app = await startApp({ ...system.env, ...env });
  target = app.url;
  try {
    await work(app);
  } finally {
    await app.stop();
  }
}

describe("a deployment that is whole", () => {
  it("passes, answers one self-test that nobody gets, and the report names no secret", async () => {
    const before = (await system.meta.calls()).length;
    const checks = await verifyDeployment(expectations({ isSelfTested: true, isCronTriggered: true }));
    expect(checks.filter(({ status }) => !["pass", "note", "warn"].includes(status))).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["commit", "cron trigger", "self-test: answered", "self-test: once"]),
    );
    expect(exitCodeOf(checks)).toBe(0);
    expect((await system.meta.calls()).length).toBe(before);
    expect(await rows(`SELECT 1 FROM "Contact"`)).toEqual([]);
    for (const secret of Object.values(secrets)) expect(JSON.stringify(checks)).not.toContain(secret);
  });

  it("is waited for until its commit is the one that answers", async () => {
    target = "http://127.0.0.1:9";
    const said: string[] = [];
    const verified = failing({ waitMs: 20_000, say: (line) => said.push(line) });
    await waitUntil(() => said.length > 0, { what: "the first line", timeoutMs: 10_000 });
    target = system.app.url;
    expect(await verified).toMatchObject({ names: [], exitCode: 0 });
    expect(said[0]).toMatch(/^waiting: /);
  });
});

describe("it fails on", () => {
  it("another commit", async () => {
    expect(await failing({ commit: "f".repeat(40) })).toMatchObject({ names: ["commit"], exitCode: 1 });
  });

  it("another version or migration than that of this checkout", async () => {
    const other = { version: "99.0.0", migration: "20991231000000_other" };
    expect(await failing(other)).toMatchObject({ names: ["version", "migration"], exitCode: 1 });
  });

  it("a missing variable", async () => {
    await withApp({ WHATSAPP_APP_SECRET: "" }, async () => {
      const { names, text, exitCode } = await failing();
      expect(exitCode).toBe(1);
      expect(names).toEqual(expect.arrayContaining(["ready", "environment", "webhook signature"]));
      expect(text).toContain("WHATSAPP_APP_SECRET is not set");
    });
  });

  it("a route that is not mapped", async () => {
    proxy.set({ answers: { "/api/jobs/run-outbound": { status: 404 } } });
    const { names, text } = await failing();
    expect(names).toEqual(["routes", "token of /api/jobs/run-outbound"]);
    expect(text).toContain("POST /api/jobs/run-outbound answers 404: not mapped");
  });

  it("a cron route that takes no GET, which is all that schedulers send", async () => {
    proxy.set({ answers: { "/api/cron/cleanup": { status: 405 } } });
    expect((await failing()).text).toContain("GET /api/cron/cleanup answers 405: does not take GET");
  });

  it("a redirect, which schedulers take for a success", async () => {
    const headers = { location: "https://elsewhere.example/sign-in?token=canary" };
    proxy.set({ answers: { "/api/cron/run-outbound-jobs": { status: 308, headers } } });
    const { names, text } = await failing();
    expect(names).toContain("redirects");
    expect(text).not.toContain("canary");
  });

  it.each([
    ["x-content-type-options"],
    ["referrer-policy"],
    ["strict-transport-security"],
    ["content-security-policy"],
  ])("the missing header %s", async (name) => {
    proxy.set({ without: [name] });
    expect(await failing()).toMatchObject({ names: ["security headers"], exitCode: 1 });
  });

  it("x-powered-by", async () => {
    proxy.set({ with: { "x-powered-by": "Next.js" } });
    expect((await failing()).names).toEqual(["security headers"]);
  });

  it.each(["*", "https://foreign.example"])("answers that other sites may read (%s)", async (origin) => {
    proxy.set({ with: { "access-control-allow-origin": origin } });
    expect((await failing()).names).toEqual(["cors"]);
  });

  it("a route that lets strangers in", async () => {
    proxy.set({ answers: { "/metrics": { status: 200 } } });
    expect((await failing()).names).toEqual(["routes", "token of /metrics"]);
  });

  it("another verify token than the one that Meta has been given", async () => {
    const given = { ...secrets, WHATSAPP_VERIFY_TOKEN: "canary-another-token" };
    const { names, text } = await failing({ secrets: given });
    expect(names).toEqual(["webhook handshake"]);
    expect(text).not.toContain("canary");
  });

  it("an AI key that was never loaded: the self-test's reply is the fallback", async () => {
    await withApp({ DEEPSEEK_API_KEY: "", AI_MAX_ATTEMPTS: "1" }, async () => {
      const { names, text } = await failing({ isSelfTested: true });
      expect(names).toEqual(["self-test: answered"]);
      expect(text).toContain("no AI has answered");
    });
  });

  it("a self-test for a number that the deployment does not know", async () => {
    const given = { ...secrets, WHATSAPP_PHONE_NUMBER_ID: "999" };
    expect((await failing({ isSelfTested: true, secrets: given })).names).toEqual(["self-test: taken in"]);
  });

  it("a dead cron", async () => {
    await rows(
      `UPDATE "CronRun" SET "startedAt" = now() - interval '1 hour', "finishedAt" = now() - interval '1 hour'`,
    );
    const isDead = async () => (await failing()).names.join() === "cron heartbeat";
    await waitUntil(isDead, { what: "the cron to be found dead, and nothing else", timeoutMs: 10_000 });
    await rows(`DELETE FROM "CronRun"`);
    await withApp({}, async () => {
      expect((await failing()).text).toContain("has never begun");
    });
    await runCron(system.app.url);
  });

  it("drift, and passes again after the mend", async () => {
    await rows(`ALTER TABLE "Notification" RENAME COLUMN "snoozedUntil" TO "snoozed"`);
    const find = async (name: string) => (await failing()).names.includes(name);
    await waitUntil(() => find("schema"), { what: "the drift", timeoutMs: 10_000 });
    const { names, text, exitCode } = await failing();
    expect(names).toEqual(expect.arrayContaining(["ready", "schema"]));
    expect(text).toContain("Notification.snoozedUntil");
    expect(exitCode).toBe(1);
    await rows(`ALTER TABLE "Notification" RENAME COLUMN "snoozed" TO "snoozedUntil"`);
    await waitUntil(async () => !(await find("schema")), { what: "the mend", timeoutMs: 10_000 });
  });
});

describe("the command", () => {
  const command = (rest: string, env: Record<string, string> = {}) =>
    runShell(`npm run --silent verify:deployment -- ${rest}`, { ...secrets, ...env });

  it("ends with 0, and with 1 and how to roll back", async () => {
    const good = await command(`--url ${proxy.url} --commit ${head.slice(0, 7)}`);
    expect(good.output).toContain("Deployment verification PASSED");
    expect(good.exitCode).toBe(0);
    const bad = await command(`--url ${proxy.url}`, { GITHUB_SHA: "f".repeat(40) });
    expect(bad.output).toMatch(/FAIL {5}commit +expected f{12}/);
    expect(bad.output).toContain("Deployment verification FAILED");
    expect(bad.output).toContain("vercel rollback");
    expect(bad.exitCode).toBe(1);
    for (const secret of Object.values(secrets)) expect(good.output + bad.output).not.toContain(secret);
  });

  it("and those before it are as docs/DEPLOYMENT_WORKFLOW.md has them", async () => {
    const given = { ...system.env, APP_URL: proxy.url, COMMIT: head };
    const seen: string[] = [];
    for (const heading of ["Before the deploy", "After the deploy"]) {
      const [block = ""] = blocksOf("docs/DEPLOYMENT_WORKFLOW.md", heading, "sh");
      const { exitCode, output } = await runShell(block.replaceAll("\n", " && "), given);
      expect([heading, exitCode, output]).toEqual([heading, 0, output]);
      seen.push(output);
    }
    for (const what of ["Schema", "Foreign key", "Deployment"])
      expect(seen.join("\n")).toContain(`${what} verification PASSED`);
    expect(seen.join("\n")).toMatch(/PASS +self-test: answered +by deepseek/);
  });

  it("ends with 2 where nobody answers, and where it is used wrongly", async () => {
    const nobody = await command("--url http://127.0.0.1:9 --json");
    expect(JSON.parse(nobody.output)).toMatchObject({ ok: false, exitCode: 2 });
    expect(nobody.exitCode).toBe(2);
    for (const wrong of ["--url nonsense", "--no-such-option", `--url ${proxy.url} --commit xyz`])
      expect([wrong, (await command(wrong)).exitCode]).toEqual([wrong, 2]);
    expect(await command("--help")).toMatchObject({ exitCode: 0 });
  });
});
