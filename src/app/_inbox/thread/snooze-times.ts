export type SnoozeName = "hour" | "evening" | "tomorrow" | "monday";

const HOUR_MS = 3_600_000;

function at(now: Date, days: number, hour: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
}

/** What is offered now, in the reader's own time: no evening when it is past, and no Monday tomorrow. */
export function snoozeTimes(now: Date): { name: SnoozeName; until: Date }[] {
  const untilMonday = (8 - now.getDay()) % 7 || 7;
  const all: { name: SnoozeName; until: Date }[] = [
    { name: "hour", until: new Date(now.getTime() + HOUR_MS) },
    { name: "evening", until: at(now, 0, 18) },
    { name: "tomorrow", until: at(now, 1, 9) },
    { name: "monday", until: at(now, untilMonday, 9) },
  ];
  return all.filter(({ name, until }) => {
    if (name === "evening") return until.getTime() - now.getTime() > HOUR_MS;
    return name !== "monday" || untilMonday > 1;
  });
}
