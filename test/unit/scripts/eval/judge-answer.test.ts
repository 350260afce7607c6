import { describe, expect, it } from "vitest";
import type { Played } from "../../../../scripts/eval/bot";
import { judgeAnswer } from "../../../../scripts/eval/judge-answer";
import type { Expectation } from "../../../../scripts/eval/read-set";

const nothing: Expectation = { says: [], saysNot: [], calls: [], callsNot: [] };

const played = (fields: Partial<Played> = {}): Played => ({
  sent: ["A rose costs R$ 12,50, and the delivery of it to your door costs R$ 20,00."],
  handover: false,
  called: [{ name: "update_lead", arguments: { name: "Carla Souza", quantity: 3 } }],
  carriedOut: ["update_lead"],
  findings: [],
  provider: "deepseek",
  model: "deepseek-chat",
  calls: 1,
  tokens: 1,
  costMicroUsd: 1,
  elapsedMs: 1,
  ...fields,
});

describe("an answer as expected", () => {
  it.each<[string, Partial<Expectation>]>([
    ["says everything", { says: ["12,50", ["R$ 21", "r$ 20"], "/rose.+costs/"] }],
    ["says nothing that it must not", { saysNot: ["tulip", "/[0-9]{5}/"] }],
    [
      "calls with these arguments",
      { calls: [{ name: "update_lead", arguments: { name: "carla", quantity: "3" } }] },
    ],
    ["is in the language and short enough", { language: "en", charactersMax: 100 }],
    ["does not hand over", { handover: false, callsNot: ["handover"] }],
  ])("%s", (_, expected) => expect(judgeAnswer({ ...nothing, ...expected }, played())).toEqual([]));
});

describe("an answer that is not", () => {
  it.each<[string, Partial<Expectation>, Partial<Played>]>([
    ["does not say tulip", { says: ["tulip"] }, {}],
    ["does not say zz or yy", { says: [["zz", "yy"]] }, {}],
    ["says rose", { saysNot: ["rose"] }, {}],
    [
      "has not called update_lead as expected",
      { calls: [{ name: "update_lead", arguments: { name: "Ana" } }] },
      {},
    ],
    [
      "has not called update_lead as expected",
      { calls: [{ name: "update_lead", arguments: {} }] },
      { carriedOut: [] },
    ],
    ["has called update_lead", { callsNot: ["update_lead"] }, {}],
    ["is in en instead of es", { language: "es" }, {}],
    ["characters instead of at most 10", { charactersMax: 10 }, {}],
    ["does not hand over", { handover: true }, {}],
    [
      "hands over (UNSUPPORTED_CLAIM)",
      { handover: false },
      { handover: true, findings: ["UNSUPPORTED_CLAIM"] },
    ],
    ["nothing was said", {}, { sent: [] }],
  ])("%s", (problem, expected, fields) => {
    const problems = judgeAnswer({ ...nothing, ...expected }, played(fields));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });
});
