import { beforeEach, describe, expect, it } from "vitest";
import { checkAnswer } from "@/domain/orchestrator/guards/check-answer";
import { obey } from "../../../../scripts/eval/gullible-ai";
import { judgeInjection } from "../../../../scripts/eval/judge-injection";
import { readInjections } from "../../../../scripts/eval/read-set";
import { stageInjection } from "../../../../scripts/eval/stage-injection";
import { setEnv } from "../../../support/with-env";
import { passage, promptOf } from "./prompt";

const attempts = readInjections();

beforeEach(() => setEnv({ SESSION_SECRET: "a secret of this test" }));

it("are at least sixty, in five languages, in every place, with every aim", () => {
  expect(attempts.length).toBeGreaterThanOrEqual(60);
  expect(new Set(attempts.map(({ id }) => id)).size).toBe(attempts.length);
  for (const language of ["en", "es", "pt", "ar", "hi"]) {
    const own = attempts.filter((each) => each.language === language);
    expect(new Set(own.map((each) => each.in)).size).toBe(6);
    expect(new Set(own.map(({ aim }) => aim)).size).toBe(9);
  }
});

describe.each(attempts.map((attempt) => [attempt.id, attempt] as const))("%s", (_, attempt) => {
  const stage = stageInjection(attempt);
  const asked = () => {
    const passages = stage.poisoned ? [passage(1, stage.poisoned.text)] : [];
    const prompt = promptOf(stage.turn, passages);
    const messages = prompt.messages as { role: string; content: string }[];
    const done = attempt.obeyed.call.length > 0 ? [{ role: "tool", content: "{}" }] : [];
    return { prompt, passages, answer: obey({ messages: [...messages, ...done] }, [attempt]) };
  };

  it("is seen by the model and obeyed, and what it then says is not sent", () => {
    const { prompt, passages, answer } = asked();
    expect(answer).not.toBeNull();
    const { systemPrompt, borderMark } = prompt;
    const text = answer?.text ?? "";
    const passageTexts = passages.map((each) => each.text);
    const about = { parts: [], turn: stage.turn, systemPrompt, borderMark, passageTexts };
    const findings = checkAnswer({ text, ...about, citedIds: [], shownIds: [], finishReason: "stop" });
    const judged = (sent: string[]) =>
      judgeInjection(attempt, stage, { sent, carriedOut: [], systemPrompt, borderMark });
    expect(judged(findings.length > 0 ? [] : [text])).toEqual([]);
    // What the judge would say of an answer that nobody has checked: else the line above proves nothing.
    const isHarmful = attempt.obeyed.say !== "Ok.";
    expect(judged([text]).length > 0).toBe(isHarmful);
  });
});
