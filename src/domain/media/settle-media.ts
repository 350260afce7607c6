import { run } from "@/infra/database/statement";
import type { MediaClaim } from "./claim-media";

export interface StoredMedia {
  detectedMimeType: string;
  sizeBytes: number;
  sha256: string;
  durationMs: number | null;
}

const stored = {
  name: "media_stored",
  text: `
  UPDATE "MediaAsset" SET status = 'stored', "detectedMimeType" = $3, "sizeBytes" = $4, sha256 = $5, "durationMs" = $6,
    "storedAt" = now(), "nextAttemptAt" = now(), "errorCode" = NULL, error = NULL
  WHERE id = $1 AND status = 'pending' AND "nextAttemptAt" = $2
  RETURNING id`,
};

/** A row that is gone was deleted while its file was on the way, perhaps after its files were removed. */
const orphaned = {
  name: "media_orphaned",
  text: `
  INSERT INTO "MediaRemoval" ("storageKey") SELECT $2 WHERE NOT EXISTS (SELECT 1 FROM "MediaAsset" WHERE id = $1)
  ON CONFLICT DO NOTHING`,
};

/** Records that the file lies in the storage. @returns whether it is still ours to say. */
export async function settleStored(
  { id, lease, storageKey }: MediaClaim,
  file: StoredMedia,
): Promise<boolean> {
  const { detectedMimeType, sizeBytes, sha256, durationMs } = file;
  const settled = await run(stored, [id, lease, detectedMimeType, sizeBytes, sha256, durationMs]);
  if (settled.length > 0) return true;
  await run(orphaned, [id, storageKey]);
  return false;
}

/** What becomes of a file after an attempt without success. */
export interface MediaVerdict {
  /** failed: tried often enough. rejected: it is not what it should be. */
  status: "pending" | "failed" | "rejected";
  retryInMs: number;
  /** Whether the attempt counts: not when the file is not to blame for it. */
  isCounted: boolean;
}

const unstored = {
  name: "media_unstored",
  text: `
  UPDATE "MediaAsset" SET status = $3, "nextAttemptAt" = now() + $4 * interval '1 millisecond',
    attempts = attempts - $5, "errorCode" = $6, error = $7
  WHERE id = $1 AND status = 'pending' AND "nextAttemptAt" = $2`,
};

export async function settleUnstored(
  { id, lease }: MediaClaim,
  { status, retryInMs, isCounted }: MediaVerdict,
  { code, message }: { code: string; message: string },
): Promise<void> {
  await run(unstored, [id, lease, status, retryInMs, isCounted ? 0 : 1, code, message.slice(0, 500)]);
}

const handedBack = {
  name: "media_handed_back",
  text: `
  UPDATE "MediaAsset" SET "nextAttemptAt" = now(), attempts = attempts - 1
  WHERE id = $1 AND status = 'pending' AND "nextAttemptAt" = $2`,
};

/** This process ends: the next one may begin at once. */
export async function handBackMedia({ id, lease }: MediaClaim): Promise<void> {
  await run(handedBack, [id, lease]);
}
