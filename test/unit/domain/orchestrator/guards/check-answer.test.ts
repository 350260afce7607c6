import { existsSync, readdirSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkAnswer } from "@/domain/orchestrator/guards/check-answer";
import { findBotLoop } from "@/domain/orchestrator/guards/find-bot-loop";
import { instructions } from "@/domain/orchestrator/system-prompt";
import { inbound, outbound } from "../turn";
import { answerOf } from "./answer";
import { harmless } from "./harmless";

const codes = (...args: Parameters<typeof answerOf>) =>
  checkAnswer(answerOf(...args)).map(({ code }) => code);

describe("a harmless answer passes every guard", () => {
  it.each(harmless)("%s", (text, asked, persona, passages) => {
    expect(codes(text, { asked, persona, passages })).toEqual([]);
  });
});

describe("every guard is asked", () => {
  const last = "Our roses come from a farm near Quito and last two weeks.";
  const cases: [string, string, Parameters<typeof answerOf>[1]][] = [
    ["SECRET", `Here: sk-${"a1".repeat(16)}`, {}],
    ["LEAKED_PROMPT", instructions[0] ?? "", {}],
    ["EMPTY", " ", {}],
    ["TOO_LONG", "long ".repeat(500), {}],
    ["FOREIGN_LINK", "See evil.com", {}],
    ["FOREIGN_DATA", "Call 0800 123 4567 89.", {}],
    ["UNSUPPORTED_CLAIM", "It costs 3 €.", {}],
    ["WRONG_LANGUAGE", last, { asked: "Hola, quisiera saber de dónde vienen las rosas que venden ustedes" }],
    ["REPETITION", last, { asked: "And tulips?", before: [inbound("From where?"), outbound(last)] }],
  ];

  it.each(cases)("%s", (code, text, situation) => expect(codes(text, situation)).toContain(code));

  it("has a file and a test of its own", () => {
    const found = readdirSync("src/domain/orchestrator/guards").filter((name) => name.startsWith("find-"));
    // The one of bot loops looks at the conversation, not at an answer.
    expect(found).toHaveLength(cases.length + 1);
    const folder = "test/unit/domain/orchestrator/guards";
    const untested = found.filter((name) => !existsSync(`${folder}/${name.replace(/ts$/, "test.ts")}`));
    expect(untested).toEqual([]);
  });
});

it("all that is wrong is found at once, what blocks first", () => {
  const { borderMark, ...answer } = answerOf("");
  const text = `${borderMark}: pay 999 € at evil.com or call +1 202 555 0147`;
  const found = checkAnswer({ ...answer, borderMark, text });
  expect(found.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
    "LEAKED_PROMPT block",
    "FOREIGN_LINK repair",
    "FOREIGN_DATA repair",
    "UNSUPPORTED_CLAIM repair",
  ]);
});

it("no advice quotes what must not be said", () => {
  const { borderMark, ...answer } = answerOf("");
  const text = `${borderMark}: pay 999 € at evil.com or call +1 202 555 0147`;
  for (const { advice } of checkAnswer({ ...answer, borderMark, text })) {
    for (const secret of [borderMark, "999", "evil", "555"]) expect(advice).not.toContain(secret);
  }
});

/** Strings that break programs, and pieces of what the guards look for. */
const anything = fc.array(
  fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string({ unit: "grapheme" }),
    fc.constantFrom(
      "\ud800",
      "https://",
      "http://[::1",
      "%",
      "€",
      "99",
      ".",
      ":",
      "@",
      "\u0000",
      "“",
      "\n",
      "<data-",
      "१२",
      "K12]",
      "://@",
      "-",
      "a.b",
      "\\",
    ),
  ),
  { maxLength: 30 },
);

it("no guard throws, whatever stands in the answer, the question, the persona or a passage", () => {
  fc.assert(
    fc.property(anything, anything, anything, (text, asked, about) => {
      const [answer, question, said] = [text, asked, about].map((pieces) => pieces.join("")) as [
        string,
        string,
        string,
      ];
      const situation = {
        asked: question,
        persona: { about: said.slice(0, 20_000) },
        passages: [said, question],
      };
      const before = [inbound(said), outbound(answer)];
      expect(() => checkAnswer(answerOf(answer, { ...situation, before }))).not.toThrow();
      expect(() => findBotLoop({ history: [...before, inbound(question)] })).not.toThrow();
    }),
    { numRuns: 300 },
  );
});

it("the longest answer is checked in a moment, also one made to be slow", () => {
  const slow = [
    "1 ".repeat(4_000),
    "a.".repeat(4_000),
    "aA1-".repeat(2_000),
    "=".repeat(8_000),
    "9,".repeat(4_000),
    "h * t".repeat(1_600),
  ];
  for (const text of slow) {
    const startedAt = performance.now();
    checkAnswer(answerOf(text, { asked: text, before: [outbound(text)], passages: [text, text] }));
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  }
});
