const MINUTE_MS = 60_000;
/** From here on it is said how long there is left. */
const CLOSING_MINUTES = 120;

/** How Meta's window of 24 hours stands: within it anything may be written, after it only templates. */
export function windowOf(
  closesAt: string | null,
  now: Date,
): { state: "open" | "closing" | "closed" | "none"; minutes: number } {
  if (closesAt === null) return { state: "none", minutes: 0 };
  const minutes = Math.ceil((new Date(closesAt).getTime() - now.getTime()) / MINUTE_MS);
  if (minutes <= 0) return { state: "closed", minutes: 0 };
  return { state: minutes <= CLOSING_MINUTES ? "closing" : "open", minutes };
}
