import { secretValues } from "@/lib/secret-values";
import { answerText } from "./answer-text";
import { encodedForms } from "./encoded-forms";
import type { Guard } from "./guard";
import { normaliseText } from "./normalise-text";
import { customerTexts } from "./sources";

/** What credentials look like: OpenAI and DeepSeek, Meta, Slack, AWS, GitHub, Google, JSON web tokens, PEM keys, URLs with a password. */
const SHAPES = [
  /\bsk-[A-Za-z0-9_-]{16,}/g,
  /\bEAA[A-Za-z0-9]{20,}/g,
  /\bxox[abeoprs]-[A-Za-z0-9-]{10,}/g,
  /\bAKIA[0-9A-Z]{16}\b/g,
  /\bgh[oprsu]_[A-Za-z0-9]{30,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}/g,
  /\bBearer\s+[A-Za-z0-9._~+/-]{20,}/gi,
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/g,
  /\b[a-z][a-z0-9+.-]*:\/\/[^\s:/@]+:[^\s:/@]+@[^\s/]+/gi,
];

/** Shorter values are words that anybody may write. */
const VALUE_MIN = 12;

/** A secret of this process, however spelt, or anything of the shape of a credential that the customer has not written. */
export const findSecrets: Guard = (answer) => {
  const text = answerText(answer);
  const values = secretValues()
    .filter(({ length }) => length >= VALUE_MIN)
    .map(withoutGaps);
  const forms = encodedForms(text).map(withoutGaps);
  const wrote = customerTexts(answer).join("\n");
  const shaped = SHAPES.flatMap((shape) => normaliseText(text).match(shape) ?? []);
  const isSecret =
    forms.some((form) => values.some((value) => form.includes(value))) ||
    shaped.some((token) => !wrote.includes(token));
  if (!isSecret) return null;
  return { code: "SECRET", severity: "block", advice: "Never write keys, tokens or passwords." };
};

function withoutGaps(text: string): string {
  return normaliseText(text).replaceAll(/\s+/g, "");
}
