import { describeError, isAppError } from "@/lib/errors";
import { type LogFields, log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { release } from "@/lib/release";
import { readDatabaseError } from "./database-error";

const REPEAT_MS = 60_000;
const KINDS_MAX = 1_000; // Of failures remembered; a message with a value in it must not fill the memory.

type Drift = { tag: "[DB-MISMATCH]" | "[DB-SUSPECT]" } & Pick<
  LogFields,
  "code" | "model" | "table" | "column" | "constraint" | "error"
>;

interface Seen {
  at: number | null;
  /** By kind of failure: when its line was written, and how many have come since. */
  kinds: Map<string, { writtenAt: number; since: number }>;
}

/**
 * Writes the line of a failure. What missing migrations cause fails every request: of each such kind there is one line a
 * minute, which says how many there were since the last.
 */
export function logFailure(text: string, thrown: unknown, fields: LogFields = {}): void {
  const drift = readDrift(thrown);
  if (drift) logDrift(text, drift, fields);
  if (drift?.tag !== "[DB-MISMATCH]") log("error", text, { ...fields, error: describeError(thrown) });
}

/** When this process last met what drift explains (performance.now()); null when it never has. */
export function driftSeenAt(): number | null {
  return seen().at;
}

function readDrift(thrown: unknown): Drift | undefined {
  const found = readDatabaseError(thrown);
  if (found?.kind === "mismatch" || found?.kind === "suspect") {
    const { code, model, table, column, constraint, message: error } = found;
    const tag = found.kind === "mismatch" ? "[DB-MISMATCH]" : "[DB-SUSPECT]";
    return { tag, code, model, table, column, constraint, error };
  }
  const isMismatch = isAppError(thrown) && thrown.code === "DB_MISMATCH";
  return isMismatch ? { tag: "[DB-MISMATCH]", error: thrown.message } : undefined;
}

function logDrift(text: string, { tag, ...what }: Drift, fields: LogFields): void {
  const { kinds } = seen();
  seen().at = performance.now();
  const key = JSON.stringify(what);
  const before = kinds.get(key);
  if (before && performance.now() - before.writtenAt < REPEAT_MS) {
    before.since += 1;
    return;
  }
  if (kinds.size >= KINDS_MAX) kinds.clear();
  kinds.set(key, { writtenAt: performance.now(), since: 0 });
  const { releaseId } = release();
  log("error", `${tag} ${text.replace(/^\[.*?\] /, "")}`, {
    ...fields,
    ...what,
    ...(releaseId && { release: releaseId }),
    count: before?.since,
  });
}

function seen(): Seen {
  return oncePerProcess("drift-seen", () => ({ at: null, kinds: new Map() }));
}
