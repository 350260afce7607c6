// From the model's last words to a reply: what the guards have against them is told to the model once; after that, what can be
// mended is mended here, and everything else is for a person.

import type { AskedStep, FindingStep } from "@/domain/ai-turns";
import type { Handover, Reply } from "@/domain/outbound";
import { env } from "@/lib/env";
import { storableText } from "@/lib/storable-text";
import { readCitations } from "./citations";
import { checkAnswer } from "./guards/check-answer";
import type { Finding } from "./guards/guard";
import { cutAtSentence } from "./shorten";
import { splitText } from "./split-text";
import type { Thinking } from "./thinking";

/** What is too long can be cut. */
const CUT = "TOO_LONG";
const BROKEN_OFF: Finding = {
  code: "BROKEN_OFF",
  severity: "repair",
  advice: "Your answer was too long and broke off. Write a shorter one, complete, in a few sentences.",
};

/** The reply; null when the model, or the next one, is to be asked again. */
export function finishAnswer(thinking: Thinking, answer: AskedStep): Reply | null {
  const { persona, isRepaired } = thinking;
  const read = readCitations(storableText(answer.content).trim());
  const isBrokenOff = answer.finishReason === "length";
  if (isBrokenOff && !isRepaired) return repair(thinking, [BROKEN_OFF]);
  let text = read.text.trim();
  if (isBrokenOff) text = cutAtSentence(text, persona.answerCharactersMax);
  let findings = check(thinking, answer, { ...read, text });
  if (findings.length > 0 && !isBlocked(findings) && isRepaired && findings.every(isTooLong)) {
    text = cutAtSentence(text, persona.answerCharactersMax);
    note(thinking, findings, "cut");
    findings = check(thinking, answer, { ...read, text });
  } else if (isBrokenOff) note(thinking, [BROKEN_OFF], "cut");
  if (findings.length === 0) return toReply(thinking, answer, { text, handover: null });
  if (!isBlocked(findings)) {
    if (!isRepaired) return repair(thinking, findings);
    if (findings.every(({ code }) => code === "EMPTY")) return next(thinking, answer, findings);
  }
  note(thinking, findings, "handover");
  const codes = findings.map(({ code }) => code).join(", ");
  return handOver(thinking, { reason: `The bot's answer did not pass the checks: ${codes}` });
}

/** The bot's part is over. Its own words are sent where nothing is wrong with them, else the business's sentence. */
export function handOver(thinking: Thinking, handover: Handover, answer?: AskedStep): Reply {
  const cleaned = { ...handover, reason: storableText(handover.reason).slice(0, 500) };
  if (answer && answer.finishReason !== "length") {
    const read = readCitations(storableText(answer.content).trim());
    const text = read.text.trim();
    const findings = text === "" ? [] : check(thinking, answer, { ...read, text });
    if (findings.length > 0) note(thinking, findings, "handover");
    else if (text !== "") return toReply(thinking, answer, { text, handover: cleaned });
  }
  const sentence = thinking.persona.handover.message ?? env().AI_HANDOVER_MESSAGE;
  const { effects } = thinking.gathered;
  const parts = splitText(sentence);
  return { parts, handover: cleaned, provider: null, model: null, ...(effects.length > 0 && { effects }) };
}

function check(
  { question, prompt, gathered }: Thinking,
  { finishReason }: AskedStep,
  { text, citedIds }: { text: string; citedIds: number[] },
): Finding[] {
  const { systemPrompt, borderMark } = prompt;
  const { parts, passageTexts, shownIds } = gathered;
  const { turn } = question;
  const told = { turn, systemPrompt, borderMark, passageTexts, citedIds, shownIds, finishReason };
  return checkAnswer({ text, parts, ...told });
}

const isBlocked = (findings: Finding[]) => findings.some(({ severity }) => severity === "block");
const isTooLong = ({ code }: Finding) => code === CUT;

/** The draft itself is not shown again: it was sent to nobody, and what was wrong with it is not to be repeated. */
function repair(thinking: Thinking, findings: Finding[]): null {
  note(thinking, findings, "repair");
  const advice = findings.map(({ advice }) => advice).join("\n");
  thinking.messages.push({
    role: "system",
    content: `Your last answer was not sent to the customer.\n${advice}\nAnswer the customer again.`,
  });
  thinking.isRepaired = true;
  return null;
}

function next(thinking: Thinking, { provider }: AskedStep, findings: Finding[]): null {
  note(thinking, findings, "next");
  thinking.lastProblem = `${provider}: EMPTY`;
  thinking.at += 1;
  return null;
}

function note({ record }: Thinking, findings: Finding[], then: FindingStep["then"]): void {
  record.note({ kind: "finding", codes: findings.map(({ code }) => code), then });
}

function toReply(
  { gathered }: Thinking,
  { provider, model }: AskedStep,
  { text, handover }: { text: string; handover: Handover | null },
): Reply {
  const { effects } = gathered;
  const parts = [...splitText(text), ...gathered.parts];
  return { parts, handover, provider, model, ...(effects.length > 0 && { effects }) };
}
