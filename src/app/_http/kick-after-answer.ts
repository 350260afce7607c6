import { after } from "next/server";
import { kickRunner } from "@/domain/runner";

/** Then no job is claimed; a minute later those in hand are handed back, before the host ends the function. */
const RUN_LIMIT = { timeLimitMs: 200_000, graceMs: 60_000 };

/** Has what was put into the queue worked on at once, and nobody wait for it. */
export function kickAfterAnswer(): void {
  after(() => kickRunner(RUN_LIMIT));
}
