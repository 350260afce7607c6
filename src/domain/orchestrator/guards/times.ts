import { tz } from "@date-fns/tz";
import { addDays, format } from "date-fns";
import type { Turn } from "@/domain/outbound";

/** 14:30, 14.30 h, 14h30, 2 pm, 9h. */
const CLOCK =
  /(?<![\d.,:/])([01]?\d|2[0-4])(?:[:h]([0-5]\d)|\.([0-5]\d)(?=\s?(?:h|uhr|am|pm|a\.m\.|p\.m\.)(?!\p{L})))?\s?(am|pm|a\.?\s?m\.?|p\.?\s?m\.?|h|hs|hrs|horas|uhr|o'clock|o’clock|صباحا|صباحًا|مساء|مساءً|बजे)?(?![\p{L}\d:/])/giu;
const ISO_DATE = /\b(\d{4})-(\d{1,2})-(\d{1,2})\b/g;
const DATE = /(?<![\d.,/-])(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{2}|\d{4}))?(?![\d/-])(\.)?/g;

/** "24h" and "2 horas" may be a time of day or as long as that. */
const EITHER = /^h(?:s|rs|oras)?$/i;

interface Times {
  /** Minutes of the day, modulo twelve hours: "at 3" and "15:00" are the same to a customer. */
  clock: Set<number>;
  /** Hours that may be a time or a span. */
  spans: Set<number>;
  /** Day and month in either order: 3/4 is another day elsewhere. */
  date: Set<string>;
}

const HALF_DAY = 12 * 60;
const DAYS_AHEAD = 7;

/** The clock times and dates of a text. */
export function readTimes(text: string): Times {
  const clock = new Set<number>();
  const spans = new Set<number>();
  for (const match of text.matchAll(CLOCK)) {
    const [, hour = "", minutes = match[3], , mark] = match;
    if (minutes === undefined && mark === undefined) continue;
    if (minutes === undefined && mark && EITHER.test(mark)) spans.add(Number(hour));
    else clock.add((Number(hour) * 60 + Number(minutes ?? 0)) % HALF_DAY);
  }
  const date = new Set<string>();
  for (const [, , month = "", day = ""] of text.matchAll(ISO_DATE)) date.add(dayName(day, month));
  for (const [, one = "", other = "", year, dot] of text.replaceAll(ISO_DATE, " ").matchAll(DATE)) {
    // 2.5 is a number, and 24/7 is always.
    const isDate =
      year !== undefined ||
      dot !== undefined ||
      (text.includes(`${one}/${other}`) && `${one}/${other}` !== "24/7");
    const [low, high] = [Number(one), Number(other)].toSorted((a, b) => a - b);
    if (isDate && low !== undefined && high !== undefined && low >= 1 && low <= 12 && high <= 31)
      date.add(dayName(one, other));
  }
  return { clock, spans, date };
}

/** The days around today, as `date` has them. */
export function daysAround({ readAt, integration }: Pick<Turn, "readAt" | "integration">): Set<string> {
  const zone = tz(integration.hours.timeZone ?? "UTC");
  const days = Array.from({ length: DAYS_AHEAD + 2 }, (_, at) =>
    format(addDays(zone(readAt), at - 1), "d M"),
  );
  return new Set(days.map((day) => dayName(...(day.split(" ") as [string, string]))));
}

function dayName(one: string, other: string): string {
  return [Number(one), Number(other)].toSorted((a, b) => a - b).join("/");
}
