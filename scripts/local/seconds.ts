import { InvalidArgumentError } from "commander";

/** Reads an option as seconds, fractions allowed; commander tells what is wrong with it. */
export function seconds(range: "above 0" | "from 0"): (text: string) => number {
  return (text) => {
    const value = text.trim() === "" ? Number.NaN : Number(text);
    if (Number.isFinite(value) && (value > 0 || (value === 0 && range === "from 0"))) return value;
    throw new InvalidArgumentError(`It must be a number ${range}.`);
  };
}
