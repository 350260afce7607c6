import { MIGRATIONS_NOT_APPLIED } from "@/infra/database/database-error";
import { driftSeenAt, logFailure } from "@/infra/database/log-failure";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import { findDrift } from "./find-drift";

const SOUND_MS = 30_000;
const UNSOUND_MS = 2_000;

interface Known {
  databaseUrl: string | undefined;
  /** What fails; undefined when nothing does. */
  drift: string | undefined;
  at: number;
}

interface Memory {
  known: Known | null;
  looking: Promise<Known> | null;
}

/**
 * Lets pass only while the live schema has everything that the code relies on: nothing is claimed or sent without the
 * indexes and checks that make "never twice" true. Looks anew in the background twice a minute, at once when a statement
 * has met drift, and every two seconds while there is some.
 * @throws DB_MISMATCH, and what findDrift throws.
 */
export async function requireSchema(): Promise<void> {
  const { drift } = await schemaState();
  if (drift === undefined) return;
  throw new AppError("DB_MISMATCH", drift, { publicMessage: MIGRATIONS_NOT_APPLIED });
}

async function schemaState(): Promise<Known> {
  const memory = oncePerProcess<Memory>("required-schema", () => ({ known: null, looking: null }));
  const { known } = memory;
  if (!known || known.databaseUrl !== env().DATABASE_URL) return await look(memory);
  const age = performance.now() - known.at;
  if (known.drift !== undefined) return age < UNSOUND_MS ? known : await look(memory);
  if ((driftSeenAt() ?? 0) > known.at) return await look(memory);
  // Whoever asks need not wait for it.
  if (age > SOUND_MS && !memory.looking)
    look(memory).catch((error) => logFailure("[DATABASE] The schema could not be looked at", error));
  return known;
}

function look(memory: Memory): Promise<Known> {
  memory.looking ??= lookOnce()
    .then((known) => {
      memory.known = known;
      return known;
    })
    .finally(() => {
      memory.looking = null;
    });
  return memory.looking;
}

async function lookOnce(): Promise<Known> {
  const at = performance.now(); // Drift that is met during the look is looked for again.
  const { DATABASE_URL: databaseUrl } = env();
  return { databaseUrl, drift: await findDrift(), at };
}
