import { InvalidArgumentError } from "commander";

/** Digits only: what JavaScript would take for a number as well, such as "", "1e3" or "0x10", was never meant. */
const DIGITS = /^\d{1,15}$/;

/** Reads an argument or option as a whole number; commander tells what is wrong with it. */
export function wholeNumber(from: number, to?: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (DIGITS.test(text) && value >= from && value <= (to ?? value)) return value;
    const range = to === undefined ? `from ${from}` : `from ${from} to ${to}`;
    throw new InvalidArgumentError(`It must be a whole number ${range}.`);
  };
}
