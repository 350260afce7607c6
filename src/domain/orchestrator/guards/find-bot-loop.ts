// Two programs that answer each other would go on for ever, at our cost. People who type fast are no programs: what counts
// is text that nobody can have typed in the time, or the same words again after every answer of ours.

import type { HistoryMessage, Turn } from "@/domain/outbound";
import { squash } from "./normalise-text";

/** So many rounds in a row that no person can have typed. */
const FAST_ROUNDS = 8;
const FAST_WITHIN_MS = 10_000;
/** Nobody types faster than this for long; and they may have begun before our message came. */
const CHARACTERS_PER_SECOND = 12;
const CHARACTERS_AHEAD = 40;
/** Meta's times are whole seconds (webhooks/reference/messages: timestamp), ours are not. */
const CLOCKS_APART_MS = 1_500;

/** So often the same words, each time after an answer of ours. */
const SAME_ROUNDS = 5;
/** "Ok" and "yes" are said again by people. */
const SAME_LENGTH_MIN = 12;

interface Round {
  text: string;
  isTyped: boolean;
  afterMs: number;
}

/** Why this customer looks like another bot; null where nothing says so. */
export function findBotLoop({ history }: Pick<Turn, "history">): string | null {
  const rounds = roundsOf(history.filter(({ isRevoked, type }) => !isRevoked && type !== "reaction"));
  const fast = rounds.slice(-FAST_ROUNDS);
  if (fast.length === FAST_ROUNDS && fast.every(isInhuman))
    return `The last ${FAST_ROUNDS} answers came within seconds and were longer than anybody can type in that time.`;
  const same = rounds.slice(-SAME_ROUNDS).map(({ text }) => squash(text));
  const [first = ""] = same;
  if (same.length === SAME_ROUNDS && first.length >= SAME_LENGTH_MIN && same.every((text) => text === first))
    return `The last ${SAME_ROUNDS} answers were the same words each time.`;
  return null;
}

/** The first message after each of ours; what is tapped, recorded or filed is not typed. */
function roundsOf(history: HistoryMessage[]): Round[] {
  return history.flatMap((message, at) => {
    const before = history[at - 1];
    if (message.direction !== "INBOUND" || before?.direction !== "OUTBOUND") return [];
    return [{ text: message.body ?? "", isTyped: message.type === "text", afterMs: message.at - before.at }];
  });
}

function isInhuman({ text, isTyped, afterMs }: Round): boolean {
  if (!isTyped || afterMs > FAST_WITHIN_MS || afterMs < -CLOCKS_APART_MS) return false;
  const seconds = Math.max(0, afterMs) / 1_000;
  return [...text].length >= CHARACTERS_AHEAD + CHARACTERS_PER_SECOND * seconds;
}
