import { distance } from "fastest-levenshtein";
import type { Guard } from "./guard";
import { squash } from "./normalise-text";

/** Polite phrases may be said again. */
const LENGTH_MIN = 25;
const LENGTH_MAX = 2_000;
/** Of the characters; a figure or a name that differs is another answer. */
const DIFFERENCE_MAX = 0.03;

/** The same words as in our last reply, unless the customer has asked the same again as well. */
export const findRepetition: Guard = ({ text, turn, parts }) => {
  const isUnanswered = (id: number) => turn.unansweredMessageIds.includes(id);
  const earlier = turn.history.filter(({ id }) => !isUnanswered(id));
  const last = earlier.findLast(({ direction, body }) => direction === "OUTBOUND" && body);
  if (parts.length > 0 || !last?.body || !sameWords(text, last.body)) return null;
  const asked = turn.history.filter(({ id, direction }) => direction === "INBOUND" && isUnanswered(id));
  const before = earlier
    .filter(({ direction }) => direction === "INBOUND")
    .map(({ body }) => squash(body ?? ""));
  if (asked.some(({ body }) => before.includes(squash(body ?? "")))) return null;
  return {
    code: "REPETITION",
    severity: "repair",
    advice:
      "You have just said the same. Answer what the customer has written since, or ask one short question about what is unclear.",
  };
};

function sameWords(text: string, last: string): boolean {
  const [one, other] = [squash(text).slice(0, LENGTH_MAX), squash(last).slice(0, LENGTH_MAX)];
  if (one.length < LENGTH_MIN) return false;
  if (digitsOf(one) !== digitsOf(other)) return false;
  return distance(one, other) <= one.length * DIFFERENCE_MAX;
}

function digitsOf(text: string): string {
  return text.replaceAll(/\D+/g, " ");
}
