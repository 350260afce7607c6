import type { Guard } from "./guard";

/** Letters, digits, or symbols such as emoji; punctuation and what is invisible say nothing. */
const SOMETHING = /[\p{L}\p{N}\p{S}]/u;

/** An answer that says nothing, unless a tool has put something into it. */
export const findEmptiness: Guard = ({ text, parts }) => {
  if (parts.length > 0 || SOMETHING.test(text)) return null;
  return {
    code: "EMPTY",
    severity: "repair",
    advice: "Your answer was empty. Answer the customer in words.",
  };
};
