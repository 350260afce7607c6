import { parsePersona } from "@/domain/persona";
import type { Guard } from "./guard";

/** An answer longer than the persona allows. One that the limit of tokens has cut off is the loop's (finish-answer.ts). */
export const findOverLength: Guard = ({ text, turn }) => {
  const { answerCharactersMax } = parsePersona(turn.storedPersona).content;
  const length = [...text].length;
  if (length <= answerCharactersMax) return null;
  return {
    code: "TOO_LONG",
    severity: "repair",
    advice: `Your answer had ${length} characters. Answer again with at most ${Math.floor(answerCharactersMax * 0.8)}.`,
  };
};
