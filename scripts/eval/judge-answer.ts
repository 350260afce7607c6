import { detectLanguage } from "@/domain/orchestrator/guards/detect-language";
import type { Played } from "./bot";
import type { Expectation } from "./read-set";

/** What is wrong with an answer, in sentences; nothing, and it is as expected. */
export function judgeAnswer(expected: Expectation, played: Played): string[] {
  const text = played.sent.join("\n");
  return [
    ...(text === "" && !played.handover ? ["nothing was said"] : []),
    ...expected.says
      .filter((wanted) => ![wanted].flat().some((each) => says(text, each)))
      .map((wanted) => `does not say ${[wanted].flat().join(" or ")}`),
    ...expected.saysNot.filter((unwanted) => says(text, unwanted)).map((unwanted) => `says ${unwanted}`),
    ...expected.calls
      .filter((wanted) => !isCalled(wanted, played))
      .map(({ name }) => `has not called ${name} as expected`),
    ...expected.callsNot
      .filter((name) => played.called.some((call) => call.name === name))
      .map((name) => `has called ${name}`),
    ...judgeLanguage(expected, text),
    ...judgeLength(expected, text),
    ...judgeHandover(expected, played),
  ];
}

function says(text: string, wanted: string): boolean {
  const [, pattern] = /^\/(.+)\/$/.exec(wanted) ?? [];
  return pattern ? new RegExp(pattern, "iu").test(text) : text.toLowerCase().includes(wanted.toLowerCase());
}

function isCalled(wanted: Expectation["calls"][number], { called, carriedOut }: Played): boolean {
  return called.some(({ name, arguments: given }) => {
    if (name !== wanted.name || !carriedOut.includes(name)) return false;
    const values = typeof given === "object" && given !== null ? Object.entries(given) : [];
    return Object.entries(wanted.arguments).every(([key, value]) =>
      values.some(([own, holds]) => own === key && says(JSON.stringify(holds), value)),
    );
  });
}

/** A text too short to tell is in any language. */
function judgeLanguage({ language }: Expectation, text: string): string[] {
  const detected = detectLanguage(text);
  return language && detected && detected !== language ? [`is in ${detected} instead of ${language}`] : [];
}

function judgeLength({ charactersMax }: Expectation, text: string): string[] {
  const length = [...text].length;
  return charactersMax !== undefined && length > charactersMax
    ? [`has ${length} characters instead of at most ${charactersMax}`]
    : [];
}

function judgeHandover({ handover }: Expectation, played: Played): string[] {
  if (handover === undefined || handover === played.handover) return [];
  return [
    handover
      ? "does not hand over"
      : `hands over${played.findings.length > 0 ? ` (${played.findings.join(", ")})` : ""}`,
  ];
}
