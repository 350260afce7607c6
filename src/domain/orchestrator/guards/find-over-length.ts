import { parsePersona } from "@/domain/persona";
import type { Guard } from "./guard";

/** An answer longer than the persona allows, or one that the limit of tokens has cut off in the middle. */
export const findOverLength: Guard = ({ text, turn, finishReason }) => {
  if (finishReason === "length")
    return {
      code: "CUT_OFF",
      severity: "repair",
      advice: "Your answer was too long and was cut off. Answer again in a few short sentences.",
    };
  const { answerCharactersMax } = parsePersona(turn.storedPersona).content;
  const length = [...text].length;
  if (length <= answerCharactersMax) return null;
  return {
    code: "TOO_LONG",
    severity: "repair",
    advice: `Your answer had ${length} characters. Answer again with at most ${Math.floor(answerCharactersMax * 0.8)}.`,
  };
};
