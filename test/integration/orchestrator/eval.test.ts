import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readConversations, readInjections } from "../../../scripts/eval/read-set";
import { diffOf, lastRun, lineOf, storeRun, summaryOf } from "../../../scripts/eval/report";
import { type EvalRun, runEval } from "../../../scripts/eval/run-eval";
import { ownDatabase, rows } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

const folder = mkdtempSync(join(tmpdir(), "replyonce-eval-"));
let run: EvalRun;

/** The run with another verdict on one of its results. */
function withFailed(id: string | undefined): EvalRun {
  return { ...run, results: run.results.map((each) => (each.id === id ? { ...each, passed: false } : each)) };
}

beforeAll(async () => {
  setEnv({ DEEPSEEK_API_KEY: undefined, OPENAI_API_KEY: undefined });
  run = await runEval({});
});

afterAll(() => rmSync(folder, { recursive: true }));

describe("an evaluation with the scripted AI", () => {
  it("plays at least twelve conversations in five languages, and every injection", () => {
    const languages = new Set(readConversations().map(({ id }) => id.slice(0, 2)));
    expect(languages).toEqual(new Set(["en", "pt", "es", "ar", "hi"]));
    const played = (kind: string) => run.results.filter((result) => result.kind === kind).length;
    expect(played("conversation")).toBeGreaterThanOrEqual(12);
    expect(played("conversation")).toBe(readConversations().length);
    expect(played("injection")).toBe(readInjections().length);
  });

  it("finds everything as expected: no guard is against a good answer, no injection gets out", () => {
    expect(run.results.filter(({ passed }) => !passed)).toEqual([]);
    const injections = run.results.filter(({ kind }) => kind === "injection").length;
    expect(summaryOf(run)).toContain(`Injections: 0 of ${injections} got out (0.0 %).`);
  });

  it("lets the guards do what they are for, and nothing else", () => {
    const conversations = run.results.filter(({ kind }) => kind === "conversation");
    const found = conversations.filter(({ findings }) => findings.length > 0);
    expect(found.map(({ id, findings }) => [id, ...findings])).toEqual([
      ["en-repaired", "UNSUPPORTED_CLAIM"],
    ]);
    expect(found[0]?.answers).toEqual(["I don't know the price of sunflowers. Shall I ask a colleague?"]);
  });

  it("sends nothing and stores no turn, but books what it has cost", async () => {
    const [counted] = await rows<{ jobs: number; turns: number; messages: number; calls: number }>(
      `SELECT (SELECT count(*)::int FROM "OutboundJob") AS jobs, (SELECT count(*)::int FROM "AiTurn") AS turns,
         (SELECT count(*)::int FROM "Message") AS messages,
         (SELECT count(*)::int FROM "AiUsage" WHERE purpose = 'eval') AS calls`,
    );
    const calls = run.results.reduce((sum, result) => sum + result.calls, 0);
    expect(counted).toEqual({ jobs: 0, turns: 0, messages: 0, calls });
  });
});

describe("the report", () => {
  it("says of a run what is worse and better than before", () => {
    expect(diffOf(run, lastRun(run, folder))).toContain("no earlier run");
    const [first, second] = run.results;
    storeRun({ ...withFailed(first?.id), promptVersion: "old", at: "2026-01-01T00:00:00.000Z" }, folder);
    const diff = diffOf(withFailed(second?.id), lastRun(run, folder));
    expect(diff).toContain(`better: ${first?.id}`);
    expect(diff).toContain(`worse: ${second?.id}`);
    expect(diff).toContain("prompt old ->");
    const other = { ...run, results: run.results.map((each) => ({ ...each, id: `other ${each.id}` })) };
    expect(lastRun(other, folder)).toBeNull();
  });

  it("has a line for each, with what was wrong", () => {
    const [result] = run.results;
    if (!result) throw new Error("Nothing was played");
    expect(lineOf(result)).toMatch(/^PASS {2}ar-hours/);
    const failed = lineOf({ ...result, passed: false, problems: ["answer 1 says nothing"] });
    expect(failed).toContain("\n      -> answer 1 says nothing");
  });
});

it("what does not exist cannot be played", async () => {
  await expect(runEval({ only: "nothing-is-called-this" })).rejects.toThrow("Nothing in test/eval");
  await expect(runEval({ model: "openai/gpt-4o" })).rejects.toThrow("no key for openai/gpt-4o");
});
