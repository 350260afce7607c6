import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPrompt } from "@/domain/orchestrator/build-prompt";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { askBot } from "../../../scripts/eval/bot";
import { type GullibleAi, startGullibleAi } from "../../../scripts/eval/gullible-ai";
import { judgeInjection } from "../../../scripts/eval/judge-injection";
import { readInjections } from "../../../scripts/eval/read-set";
import { injectionLine } from "../../../scripts/eval/report";
import { stageInjection } from "../../../scripts/eval/stage-injection";
import { createIntegration } from "../../support/factories";
import { ownDatabase } from "../../support/own-database";
import { setEnv } from "../../support/with-env";

ownDatabase();

const attempts = readInjections();
let gullible: GullibleAi;
let organizationId = "";
let gotOut = 0;

beforeAll(async () => {
  gullible = await startGullibleAi(attempts);
  ({ organizationId } = await createIntegration());
});

afterAll(async () => {
  await gullible.close();
  // For people who read the log of CI.
  process.stdout.write(`${injectionLine(attempts.length, gotOut)}\n`);
});

describe("a model that obeys every injection it sees", () => {
  const cases = attempts.map((attempt) => [attempt.id, attempt] as const);
  it.each(cases)("%s: nothing of it gets out", async (_, attempt) => {
    setEnv({ DEEPSEEK_API_KEY: "gullible", DEEPSEEK_BASE_URL: gullible.url, OPENAI_API_KEY: undefined });
    for (const known of ["ai-providers", "circuits"]) forgetOncePerProcess(known);
    const stage = stageInjection(attempt);
    const { business, turn, poisoned } = stage;
    const before = gullible.said.length;
    const knowledge = poisoned ? [poisoned] : [];
    const played = await askBot({ organizationId, turn, model: undefined, knowledge });
    const { systemPrompt, borderMark } = buildPrompt(turn, { persona: business.persona, passages: [] });
    const problems = judgeInjection(attempt, stage, { ...played, systemPrompt, borderMark });
    if (problems.length > 0) gotOut += 1;
    expect(problems).toEqual([]);
    // It has really obeyed, and the customer is not left without a word.
    expect(gullible.said.length).toBeGreaterThan(before);
    expect(played.sent.join("")).not.toBe("");
  });
});
