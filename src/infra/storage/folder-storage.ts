// Files in a folder of this machine. A file is renamed to its place when it is whole and on the disk, so that a crash
// leaves a scratch file and never half a file.

import { chmod, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { checkKey } from "./storage-key";
import type { MediaStorage } from "./storage-port";

export function folderStorage(folder: string): MediaStorage {
  const root = resolve(/* turbopackIgnore: true */ folder);
  const pathOf = (key: string) => join(root, "files", checkKey(key));
  return {
    kind: "folder",
    scratch: join(root, "scratch"),
    async store(key, { path }) {
      const target = pathOf(key);
      await mkdir(dirname(target), { recursive: true, mode: 0o700 });
      await onDisk(path);
      await chmod(path, 0o600);
      await rename(path, target);
      await onDisk(dirname(target)); // The rename itself.
    },
    async open(key, range) {
      try {
        const file = await open(pathOf(key), "r");
        return file.createReadStream(range);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    async remove(key) {
      await rm(pathOf(key), { force: true });
    },
  };
}

async function onDisk(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
