"use client";

import { useFormatter } from "use-intl";
import { tip } from "./tip";
import { useClock } from "./use-clock";

const DAY_MS = 24 * 60 * 60_000;
/** What is no further ahead has just been: the clock of the page goes by half minutes, and is not the server's. */
const LAG_MS = 60_000;

/** "now", "5 min ago", then the day, then the date; all of it in the tooltip. */
export function RelativeTime({
  at,
  isShort = false,
  className,
}: {
  at: string | Date;
  /** For rows: the clock today, the day this week, the date before. */
  isShort?: boolean;
  className?: string;
}) {
  const format = useFormatter();
  const now = useClock();
  const date = new Date(at);
  const words = isShort
    ? short(date, now, format)
    : format.relativeTime(date, isJust(date, now) ? date : now);
  return (
    <time
      dateTime={date.toISOString()}
      className={className}
      {...tip(format.dateTime(date, { dateStyle: "full", timeStyle: "medium" }))}
    >
      {words}
    </time>
  );
}

function isJust(date: Date, now: Date): boolean {
  const aheadMs = date.getTime() - now.getTime();
  return aheadMs > 0 && aheadMs < LAG_MS;
}

function short(date: Date, now: Date, format: ReturnType<typeof useFormatter>): string {
  const isToday =
    format.dateTime(date, { dateStyle: "short" }) === format.dateTime(now, { dateStyle: "short" });
  if (isToday) return format.dateTime(date, { timeStyle: "short" });
  const age = now.getTime() - date.getTime();
  if (age >= 0 && age < 6 * DAY_MS) return format.dateTime(date, { weekday: "short" });
  if (date.getFullYear() === now.getFullYear())
    return format.dateTime(date, { day: "numeric", month: "short" });
  return format.dateTime(date, { year: "numeric", month: "numeric", day: "numeric" });
}
