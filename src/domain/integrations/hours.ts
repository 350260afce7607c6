// When the bot keeps quiet and when people are there, in the business's own time zone. What clocks do there on the two
// odd days of a year is the time zone database's to know, which Intl and so date-fns read.

import { TZDate } from "@date-fns/tz";
import { addDays } from "date-fns";
import { z } from "zod";

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "is not a time such as 09:00");
const end = z.union([time, z.literal("24:00")]);
const day = z.array(z.tuple([time, end])).max(10);

/** By `Date.getDay()`. */
const weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export const quietHoursSchema = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from !== to, "begin and end at the same time");

/** A day that is not named is closed; a span that ends before it begins goes on into the next day. */
export const businessHoursSchema = z.partialRecord(z.enum(weekdays), day);

export const timeZoneSchema = z.string().refine(isTimeZone, "is not a time zone such as America/Sao_Paulo");

/** As the columns of an Integration hold them; written by setHours, and by hand in the database. */
export interface StoredHours {
  timeZone: string | null;
  quietHours: unknown;
  businessHours: unknown;
}

/** Whether people are there, and when that changes. */
interface Opening {
  /** The time of day there. */
  now: TZDate;
  isOpen: boolean;
  /** When they leave, or come; null when nothing says so for a week. */
  until: TZDate | null;
}

interface Span {
  from: TZDate;
  to: TZDate;
}

/** The end of the quiet hours that `at` lies in; null outside of them, and where none are set. */
export function quietUntil(hours: StoredHours, at: number): Date | null {
  const parsed = quietHoursSchema.safeParse(hours.quietHours);
  if (!parsed.success) return null;
  const now = localTime(hours, at);
  const { from, to } = parsed.data;
  const spans = [-1, 0].map((offset) => spanOn(addDays(now, offset), from, to));
  const current = spans.find((span) => contains(span, now));
  return current ? new Date(current.to.getTime()) : null;
}

/** Whether people are there at a moment; null where no business hours are set. */
export function openingAt(hours: StoredHours, at: number): Opening | null {
  const parsed = businessHoursSchema.safeParse(hours.businessHours);
  if (!parsed.success) return null;
  const now = localTime(hours, at);
  const spans = [-1, 0, 1, 2, 3, 4, 5, 6, 7].flatMap((offset) => {
    const date = addDays(now, offset);
    const name = weekdays[date.getDay()] ?? "sun";
    return (parsed.data[name] ?? []).map(([from, to]) => spanOn(date, from, to));
  });
  const current = spans.find((span) => contains(span, now));
  if (current) return { now, isOpen: true, until: endOf(current, spans) };
  const next = spans.filter(({ from }) => from > now).toSorted((a, b) => a.from.getTime() - b.from.getTime());
  return { now, isOpen: false, until: next[0]?.from ?? null };
}

/** Whoever is open until midnight and from midnight on is open through it. */
function endOf(first: Span, spans: Span[]): TZDate | null {
  let { to } = first;
  for (let steps = 0; steps <= spans.length; steps += 1) {
    const next = spans.find((span) => span.from <= to && span.to > to);
    if (!next) return to;
    to = next.to;
  }
  return null;
}

function contains({ from, to }: Span, now: Date): boolean {
  return from <= now && now < to;
}

function spanOn(date: TZDate, from: string, to: string): Span {
  return { from: timeOn(date, from), to: timeOn(to <= from ? addDays(date, 1) : date, to) };
}

function timeOn(date: TZDate, time: string): TZDate {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return new TZDate(
    date.getFullYear(),
    date.getMonth(),
    date.getDate(),
    hour,
    minute,
    0,
    0,
    date.timeZone ?? "UTC",
  );
}

function localTime({ timeZone }: StoredHours, at: number): TZDate {
  return new TZDate(at, timeZone !== null && isTimeZone(timeZone) ? timeZone : "UTC");
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false; // The only way Intl has to say that it does not know one.
  }
}
