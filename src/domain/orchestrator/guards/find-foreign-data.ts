import { answerText } from "./answer-text";
import type { Guard } from "./guard";
import { normaliseText } from "./normalise-text";
import { businessTexts, customerTexts } from "./sources";

const EMAIL = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu;
/** As people write numbers of telephones, accounts, cards and orders: eight digits and more, with gaps. */
const NUMBER = /(?<![\p{L}\p{N}])[+(]?\d(?:[ ().\-/\u2013]{0,3}\d){7,24}(?![\p{L}\p{N}])/gu;
/** Numbers of orders and vouchers: letters and digits together. */
const CODE =
  /(?<![\p{L}\p{N}@/.-])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9][A-Z0-9-]{4,40}[A-Z0-9](?![\p{L}\p{N}@])/gu;
/** Dates and times are claims (find-unsupported-claims.ts), sums of money too. */
const DATE =
  /\b(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})(?:[ T,]+\d{1,2}:\d{2}(?::\d{2})?)?\b/g;
/** A telephone number may be written with or without its country: so many last digits are the same. */
const TAIL = 8;

/**
 * Numbers, addresses and codes that neither the business nor this customer has written: another customer's, or made up.
 */
export const findForeignData: Guard = (answer) => {
  const text = normaliseText(answerText(answer)).replaceAll(DATE, " ");
  const known = normaliseText([...businessTexts(answer), ...customerTexts(answer)].join("\n"));
  const knownDigits = [...known.matchAll(NUMBER)].map(([number]) => digitsOf(number));
  const knownWords = known.toLowerCase();
  const isForeign =
    [...text.matchAll(EMAIL)].some(([email]) => !knownWords.includes(email.toLowerCase())) ||
    [...text.matchAll(NUMBER)].some(([number]) => !isKnownNumber(digitsOf(number), knownDigits)) ||
    [...text.matchAll(CODE)].some(([code]) => !knownWords.includes(code.toLowerCase()));
  if (!isForeign) return null;
  return {
    code: "FOREIGN_DATA",
    severity: "repair",
    advice:
      "Your answer held a telephone number, e-mail address, code or other number that stands neither in this conversation nor in what the business has told you. Answer without it.",
  };
};

function isKnownNumber(digits: string, known: string[]): boolean {
  return known.some(
    (each) =>
      each === digits ||
      each.endsWith(digits) ||
      (each.length >= TAIL && each.slice(-TAIL) === digits.slice(-TAIL)),
  );
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D/g, "");
}
