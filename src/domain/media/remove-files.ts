import { logFailure } from "@/infra/database/log-failure";
import { run } from "@/infra/database/statement";
import { mediaStorage } from "@/infra/storage/media-storage";
import { sweepScratch } from "@/infra/storage/scratch";

const BATCH = 200;
/** Longer than any download may take. */
const SCRATCH_AGE_MS = 24 * 60 * 60 * 1_000;

const due = {
  name: "due_removals",
  text: `SELECT "storageKey" FROM "MediaRemoval" WHERE "requestedAt" <= now() ORDER BY "requestedAt" LIMIT $1`,
};

/** A key is never used again for another file; should a row still name it, the file stays. */
const inUse = {
  name: "removals_in_use",
  text: `SELECT "storageKey" FROM "MediaAsset" WHERE id = ANY($1::text[]) AND "storageKey" = ANY($2::text[])`,
};

const done = {
  name: "removals_done",
  text: `DELETE FROM "MediaRemoval" WHERE "storageKey" = ANY($1::text[])`,
};

/**
 * Removes the files whose rows are gone, then says so: after a crash in between they are removed once more. What the
 * storage does not remove now stays on the list.
 * @returns how many files are gone.
 */
export async function removeFiles(): Promise<number> {
  const keys = (await run<{ storageKey: string }>(due, [BATCH])).map(({ storageKey }) => storageKey);
  const used = keys.length > 0 ? await keysInUse(keys) : new Set<string>();
  const gone: string[] = [];
  try {
    for (const key of keys) {
      if (!used.has(key)) await mediaStorage().remove(key);
      gone.push(key);
    }
    await sweepScratch(mediaStorage(), SCRATCH_AGE_MS);
  } catch (error) {
    // The rest of the maintenance has nothing to do with the storage.
    logFailure("[MEDIA] Files are not removed", error, { count: keys.length - gone.length });
  }
  if (gone.length > 0) await run(done, [gone]);
  return gone.length - used.size;
}

async function keysInUse(keys: string[]): Promise<Set<string>> {
  const ids = keys.map((key) => key.split("/").at(-1) ?? "");
  const found = await run<{ storageKey: string }>(inUse, [ids, keys]);
  return new Set(found.map(({ storageKey }) => storageKey));
}
