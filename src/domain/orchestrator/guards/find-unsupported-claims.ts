import { answerText } from "./answer-text";
import type { Answer, Guard } from "./guard";
import { normaliseText } from "./normalise-text";
import { meaningsOf, numbersIn } from "./numbers";
import { businessTexts, customerTexts, withoutQuotes } from "./sources";
import { daysAround, readTimes } from "./times";

const AMOUNT = "\\d+(?:[.,'\\u00a0\\u202f ]\\d{3})*(?:[.,]\\d{1,3})?";
const CURRENCY =
  "R\\$|US\\$|[$€£¥₹₺₽₩₪]|(?:USD|EUR|GBP|BRL|INR|MXN|AED|SAR|EGP|CHF|Rs\\.?|dollars?|euros?|pounds?|rupees?|reais|real|pesos?|d[oó]lares?|bucks|درهم|دراهم|ريال|ريالات|جنيه|دولار|دولارات|يورو|रुपये|रुपए|रुपया|डॉलर|यूरो)(?![\\p{L}])";
const PRICE = new RegExp(
  `(?:${CURRENCY})\\s?(${AMOUNT})|(?<![\\p{L}\\d.,])(${AMOUNT})\\s?(?:${CURRENCY})`,
  "giu",
);
const PERCENT = new RegExp(
  `(${AMOUNT})\\s?(?:%|٪|percent|per cent|por\\s?cento|por ciento|بالمئة|بالمائة|في المئة|प्रतिशत|फीसदी|टक्का)`,
  "giu",
);
/** Words that promise something for nothing or for half; each is a claim of its own. */
const GIVEAWAY =
  /(?<!\p{L})(?:half (?:the )?price|free of charge|for free|mitad de precio|a mitad de precio|metade do preço|de graça|gratis|grátis|نصف السعر|مجانا|مجانًا|आधी कीमत|मुफ़्त|मुफ्त)(?!\p{L})/giu;
/** Who says no, asks, or names it as the customer's own promises nothing. Only for figures that the customer has brought up. */
const NOT_PROMISED =
  /[?؟]|(?<!\p{L})(?:not|cannot|can't|can’t|don't|don’t|isn't|isn’t|won't|won’t|doesn't|doesn’t|couldn't|unable|unfortunately|sorry|afraid|you (?:said|wrote|mentioned|asked)|your (?:budget|offer|idea)|não|infelizmente|desculpe|seu orçamento|no (?:puedo|podemos|tenemos|es|hay|está|ofrec\p{L}+|manej\p{L}+)|lo siento|lamentablemente|tu presupuesto|su presupuesto|لا|ليس|لن|لم|للأسف|عذرا|عذرًا|ميزانيتك|नहीं|क्षमा|माफ़|माफ|आपका बजट)(?!\p{L})/iu;
const NO_REFUSAL = /(?<!\p{L})(?:not only|no problem|why not|not a problem|لا مشكلة|لا بأس)(?!\p{L})/giu;
const MULTIPLES_MAX = 12;

/** A price, percentage, time or date for which nothing that the business has said stands. */
export const findUnsupportedClaims: Guard = (answer) => {
  const text = withoutQuotes(normaliseText(answerText(answer)), answer);
  const ours = normaliseText(businessTexts(answer).join("\n"));
  const theirs = normaliseText(customerTexts(answer).join("\n"));
  const sentences = text.split(/(?<=[.!?؟।])\s+|\n/u);
  const isUnsupported =
    sentences.some((sentence) => hasUnsupportedFigure(sentence, ours, theirs)) ||
    hasUnsupportedTime(text, answer, `${ours}\n${theirs}`);
  if (!isUnsupported) return null;
  return {
    code: "UNSUPPORTED_CLAIM",
    severity: "repair",
    advice:
      "Your answer held a price, discount, percentage, time or date that stands in nothing the business has told you. Answer without it; say that you do not know it, or look it up with a tool.",
  };
};

function hasUnsupportedFigure(sentence: string, ours: string, theirs: string): boolean {
  const prices = [...sentence.matchAll(PRICE)].map((match) => match[1] ?? match[2] ?? "");
  const percents = [...sentence.matchAll(PERCENT)].map((match) => match[1] ?? "");
  const giveaways = [...sentence.matchAll(GIVEAWAY)].map(([words]) => words.toLowerCase());
  if (prices.length + percents.length + giveaways.length === 0) return false;
  const known = numbersIn(ours);
  const isOurs = (figure: string) => meaningsOf(figure).some((each) => known.has(each));
  const open = [
    ...prices.filter((figure) => !isOurs(figure) && !isMadeOf(figure, ours)),
    ...percents.filter((figure) => !isOurs(figure)),
  ];
  const saidOnly = giveaways.filter((words) => !ours.toLowerCase().includes(words));
  if (open.length + saidOnly.length === 0) return false;
  const asked = numbersIn(theirs);
  const isAsked =
    open.every((figure) => meaningsOf(figure).some((each) => asked.has(each))) &&
    NOT_PROMISED.test(sentence.replaceAll(NO_REFUSAL, " "));
  return open.length > 0 ? !isAsked : !NOT_PROMISED.test(sentence.replaceAll(NO_REFUSAL, " "));
}

/** Two of something, or one of each, may be added up for the customer. */
function isMadeOf(figure: string, ours: string): boolean {
  const prices = [...ours.matchAll(PRICE)].flatMap((match) => meaningsOf(match[1] ?? match[2] ?? ""));
  const near = (one: number, other: number) => Math.abs(one - other) < 0.005;
  return meaningsOf(figure).some((wanted) =>
    prices.some(
      (price, at) =>
        price > 0 &&
        (prices.slice(at + 1).some((other) => near(price + other, wanted)) ||
          Array.from({ length: MULTIPLES_MAX - 1 }, (_, index) => index + 2).some((times) =>
            near(price * times, wanted),
          )),
    ),
  );
}

function hasUnsupportedTime(text: string, { turn }: Answer, known: string): boolean {
  const claimed = readTimes(text);
  if (claimed.spans.size + claimed.clock.size + claimed.date.size === 0) return false;
  const supported = readTimes(known);
  const near = claimed.date.size > 0 ? daysAround(turn) : new Set<string>();
  const numbers = numbersIn(known);
  const clock = new Set([...supported.clock, ...[...supported.spans].map((hours) => (hours % 12) * 60)]);
  return (
    // What is a span in one language may be written like a time in another: any such number of the business's supports it.
    [...claimed.spans].some((hours) => !numbers.has(hours) && !clock.has((hours % 12) * 60)) ||
    [...claimed.clock].some((each) => !clock.has(each)) ||
    [...claimed.date].some((each) => !supported.date.has(each) && !near.has(each))
  );
}
