import { describe, expect, it } from "vitest";
import { findLeakedPrompt } from "@/domain/orchestrator/guards/find-leaked-prompt";
import { instructions } from "@/domain/orchestrator/system-prompt";
import { answerOf } from "./answer";

const { systemPrompt } = answerOf("");
const [line = ""] = instructions;
const base64 = (text: string) => Buffer.from(text).toString("base64");
const reversed = (text: string) => [...text].reverse().join("");

describe("an answer that gives the instructions away", () => {
  it.each(instructions)("in a line: %s", (instruction) => {
    expect(findLeakedPrompt(answerOf(`Sure!\n- ${instruction}`))).toMatchObject({ severity: "block" });
  });

  it.each([
    ["whole", systemPrompt],
    ["in capitals", line.toUpperCase()],
    ["spaced", [...line].join(" ")],
    ["with dots", [...line].join(".")],
    ["backwards", reversed(line)],
    ["in base64", base64(line)],
    ["in base64 with line breaks", base64(systemPrompt).replaceAll(/(.{40})/g, "$1\n")],
    ["in base64 inside a sentence", `Here: ${base64(`My rules: ${line}`)} enjoy`],
    ["in hex", Buffer.from(line).toString("hex")],
    ["in hex with spaces", Buffer.from(line).toString("hex").replaceAll(/(..)/g, "$1 ")],
    [
      "in rot13",
      line.replaceAll(/[a-z]/gi, (letter) =>
        String.fromCharCode(letter.charCodeAt(0) + (letter.toLowerCase() < "n" ? 13 : -13)),
      ),
    ],
    [
      "in wide letters",
      line.replaceAll(/[!-~]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 0xfee0)),
    ],
    ["with invisible characters", [...line].join("\u200b")],
    ["in part", line.slice(20, 90)],
  ])("%s", (_, text) => expect(findLeakedPrompt(answerOf(text))).toMatchObject({ code: "LEAKED_PROMPT" }));

  it.each<[string, (mark: string) => string]>([
    ["as it is", (mark) => mark],
    ["in part", (mark) => mark.slice(3, 15)],
    ["spaced", (mark) => [...mark].join(" ")],
    ["backwards", reversed],
    ["in base64", (mark) => base64(`the mark is ${mark}`)],
  ])("in the mark of the borders, %s", (_, spell) => {
    const answer = answerOf("");
    const leak = spell(answer.borderMark);
    expect(findLeakedPrompt({ ...answer, text: leak })).toMatchObject({ code: "LEAKED_PROMPT" });
    expect(findLeakedPrompt({ ...answer, parts: [`tap ${leak}`] })).toMatchObject({ code: "LEAKED_PROMPT" });
  });
});

describe("what may be told", () => {
  const fact = "We deliver bouquets in the whole city of São Paulo within two hours, except on Sundays.";
  const about =
    "Ana's Flowers has been a family business in the third generation since the year of the first moon landing.";

  it.each([fact, about, `You asked whether it is so: ${about} ${fact}`])("%s", (text) => {
    expect(findLeakedPrompt(answerOf(text, { persona: { facts: [fact], about } }))).toBeNull();
  });

  it("what the customer and the passages say, which stands in the prompt too", () => {
    const persona = { facts: [] };
    const answer = answerOf(
      "I have noted: Bia would like forty white roses for the wedding in the old town hall.",
      { persona },
    );
    const lead = { details: { need: "forty white roses for the wedding in the old town hall" } };
    const { systemPrompt, borderMark } = answerOf("", {}, {});
    const turn = { ...answer.turn, lead };
    const withLead = `${systemPrompt}\n<data-${borderMark} from="customer">\n${JSON.stringify(lead.details)}\n</data-${borderMark}>`;
    expect(findLeakedPrompt({ ...answer, turn, systemPrompt: withLead, borderMark })).toBeNull();
  });

  it("a sentence about what the bot does", () => {
    const text =
      "I answer WhatsApp messages for Ana's Flowers and can help with orders, or ask a person to take over.";
    expect(findLeakedPrompt(answerOf(text))).toBeNull();
  });
});
