"use client";

import { useFormatter } from "use-intl";

const steps = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** Figures in the words of the language: "3 min", "12.4 kB", "$0.12". */
export function useWords() {
  const format = useFormatter();
  const unit = (value: number, name: string) =>
    format.number(value, { style: "unit", unit: name, unitDisplay: "short", maximumFractionDigits: 1 });
  return {
    count: (value: number) => format.number(value),
    duration(seconds: number) {
      const [name, size] = steps.find(([, length]) => seconds >= length) ?? ["second", 1];
      return unit(Math.floor(seconds / size), name);
    },
    milliseconds: (value: number) => unit(value, "millisecond"),
    bytes: (value: number) =>
      value < 1_000 ? unit(value, "byte") : value < 1e6 ? unit(value / 1_000, "kilobyte") : unit(value / 1e6, "megabyte"),
    usd(microUsd: number) {
      const value = microUsd / 1e6;
      const digits = value !== 0 && value < 1 ? 4 : 2;
      return format.number(value, { style: "currency", currency: "USD", maximumFractionDigits: digits });
    },
    time: (at: string | Date) => format.dateTime(new Date(at), { dateStyle: "medium", timeStyle: "medium" }),
  };
}
