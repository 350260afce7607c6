import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { newScratchPath } from "./scratch";
import type { MediaStorage } from "./storage-port";

/** Stores a small file, reads it and removes it. @throws what is wrong with the storage. */
export async function probeStorage(storage: MediaStorage): Promise<void> {
  const key = `probe/${randomUUID()}`;
  const path = await newScratchPath(storage);
  try {
    await writeFile(path, key, { mode: 0o600 });
    const sha256 = createHash("sha256").update(key).digest("hex");
    await storage.store(key, { path, sizeBytes: Buffer.byteLength(key), sha256 });
    const chunks: Buffer[] = [];
    for await (const chunk of (await storage.open(key)) ?? []) chunks.push(chunk as Buffer);
    if (Buffer.concat(chunks).toString() !== key)
      throw new Error("A file of the media storage does not read as it was written");
  } finally {
    await rm(path, { force: true });
    await storage.remove(key);
  }
}
