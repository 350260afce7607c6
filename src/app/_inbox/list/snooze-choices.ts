export type SnoozeChoice = "laterToday" | "tomorrow" | "inThreeDays" | "nextWeek";

const MORNING_HOUR = 9;
const LATER_HOURS = 3;
/** Later today is no choice when that is the night. */
const EVENING_HOUR = 20;

/** When a conversation may come back, by the clock of whoever chooses. */
export function snoozeChoices(now: Date): { choice: SnoozeChoice; until: Date }[] {
  const later = new Date(now.getTime() + LATER_HOURS * 3_600_000);
  later.setMinutes(later.getMinutes() < 30 ? 0 : 30, 0, 0);
  const isToday = later.getDate() === now.getDate() && later.getHours() < EVENING_HOUR;
  const nextWeek = morning(now, daysToMonday(now));
  const inThreeDays = morning(now, 3);
  const choices: { choice: SnoozeChoice; until: Date }[] = [
    ...(isToday ? [{ choice: "laterToday" as const, until: later }] : []),
    { choice: "tomorrow", until: morning(now, 1) },
    ...(inThreeDays < nextWeek ? [{ choice: "inThreeDays" as const, until: inThreeDays }] : []),
    { choice: "nextWeek", until: nextWeek },
  ];
  return choices;
}

/** On a Sunday the one after: what is tomorrow is called so. */
function daysToMonday(now: Date): number {
  const days = (8 - now.getDay()) % 7 || 7;
  return days === 1 ? 8 : days;
}

function morning(now: Date, days: number): Date {
  const date = new Date(now);
  date.setDate(date.getDate() + days);
  date.setHours(MORNING_HOUR, 0, 0, 0);
  return date;
}
