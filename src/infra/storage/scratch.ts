import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { MediaStorage } from "./storage-port";

/** A path that nobody else writes to. Whoever takes it removes what lies there in the end. */
export async function newScratchPath({ scratch }: MediaStorage): Promise<string> {
  await mkdir(scratch, { recursive: true, mode: 0o700 });
  return join(scratch, `${randomUUID()}.part`);
}

/** Removes what processes that died have left. @returns how many files. */
export async function sweepScratch({ scratch }: MediaStorage, olderThanMs: number): Promise<number> {
  let removed = 0;
  if (!existsSync(scratch)) return removed;
  for (const name of await readdir(scratch)) {
    if (!name.endsWith(".part")) continue;
    const path = join(scratch, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY })); // Gone by now.
    if (Date.now() - mtimeMs < olderThanMs) continue;
    await rm(path, { force: true });
    removed += 1;
  }
  return removed;
}
