import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const FOLDER = ".github/workflows";

interface Step {
  name?: string;
  id?: string;
  if?: string;
  uses?: string;
  run?: string;
  env?: Record<string, string>;
}

interface Workflow {
  permissions: Record<string, string>;
  concurrency: { group: string; "cancel-in-progress": boolean };
  jobs: Record<string, { uses?: string; needs?: string; environment?: string; steps?: Step[] }>;
}

const files = readdirSync(FOLDER);
const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: Record<string, string> };
const read = (file: string) => readFileSync(join(FOLDER, file), "utf8");
const stepsOf = (workflow: Workflow) => Object.values(workflow.jobs).flatMap(({ steps = [] }) => steps);

describe.each(files)("%s", (file) => {
  const text = read(file);
  const workflow: Workflow = parse(text);

  it("runs only scripts and files that exist", () => {
    const run = stepsOf(workflow).map((step) => step.run ?? "");
    const named = run.flatMap((line) =>
      [...line.matchAll(/npm run (?:-\S+ )*([\w:-]+)/g)].map(([, name]) => name ?? ""),
    );
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    for (const path of run.filter((line) => line.startsWith("."))) expect(existsSync(path)).toBe(true);
    for (const { uses } of Object.values(workflow.jobs))
      expect(uses === undefined || existsSync(uses)).toBe(true);
  });

  it("may read the repository and nothing else, one run at a time", () => {
    expect(workflow.permissions).toEqual({ contents: "read" });
    expect(workflow.concurrency.group).toBeTruthy();
  });

  it("names every action and tool with its major version", () => {
    for (const { uses = "" } of stepsOf(workflow)) expect(uses).toMatch(/^$|^actions\/[\w-]+@v\d+$/);
    for (const [, version] of text.matchAll(/npx --yes \S+?@(\S+)/g)) expect(version).toMatch(/^\d+$/);
    expect(text).not.toMatch(/npx (?!--yes \S+@)/);
  });

  it("has no address and no secret in it, and puts nothing but what it names itself into a shell", () => {
    expect(text).not.toMatch(/https?:\/\//);
    for (const { run = "" } of stepsOf(workflow)) expect(run).not.toContain("${{");
    const values = [...text.matchAll(/(?:SECRET|TOKEN|DATABASE_URL|DIRECT_URL|_ID|APP_URL): (.+)$/gm)];
    for (const [, value] of values) expect(value).toMatch(/^\$\{\{ (secrets|vars)\.\w+ \}\}$/);
  });
});

describe("the deployment", () => {
  const { jobs, concurrency }: Workflow = parse(read("deploy.yml"));
  const { needs, environment, steps = [] } = jobs.deploy ?? {};
  const at = (part: string) => steps.findIndex(({ run = "" }) => run.includes(part));

  it("migrates, verifies the database, deploys, verifies the deployment, and then may roll back", () => {
    const order = [
      "npm run db:deploy",
      "npm run verify:schema",
      "npm run verify:fks",
      "vercel@64 deploy --prod",
      "npm run verify:deployment",
      "vercel@64 rollback",
    ].map(at);
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
    expect([needs, environment, jobs.gate?.uses]).toEqual([
      "gate",
      "production",
      "./.github/workflows/ci.yml",
    ]);
  });

  it("verifies the very commit, waits for it, and sends a message through all of it", () => {
    const verify = steps[at("npm run verify:deployment")];
    for (const option of ['--url "$APP_URL"', '--commit "$GITHUB_SHA"', "--wait", "--self-test"])
      expect(verify?.run).toContain(option);
    const needed = [
      "METRICS_TOKEN",
      "WHATSAPP_VERIFY_TOKEN",
      "WHATSAPP_APP_SECRET",
      "WHATSAPP_PHONE_NUMBER_ID",
      "JOB_RUNNER_TOKEN",
    ];
    expect(Object.keys(verify?.env ?? {})).toEqual(expect.arrayContaining(needed));
  });

  it("rolls back only what it has deployed, to what ran before, and is never cut off half way", () => {
    const rollback = steps[at("vercel@64 rollback")];
    expect(rollback?.if).toContain("failure() && steps.verify.outcome == 'failure'");
    expect(rollback?.if).toContain("steps.before.outputs.id != ''");
    expect(rollback?.run).toContain('rollback "$PREVIOUS"');
    expect(at("vercel@64 inspect")).toBeLessThan(at("vercel@64 deploy"));
    expect(
      steps.filter((step) => step.if === undefined && /continue-on-error/.test(JSON.stringify(step))),
    ).toEqual([]);
    expect(concurrency["cancel-in-progress"]).toBe(false);
  });
});
