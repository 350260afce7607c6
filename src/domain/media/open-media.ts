import type { Readable } from "node:stream";
import { prisma } from "@/infra/database/prisma";
import { mediaStorage } from "@/infra/storage/media-storage";
import type { ByteRange } from "@/infra/storage/storage-port";
import { AppError } from "@/lib/errors";
import { log } from "@/lib/logger";

export interface OpenMedia {
  /** What its bytes say it is. */
  mimeType: string;
  filename: string | null;
  sizeBytes: number;
  /** Hex. */
  sha256: string;
  /** Opens the file, or a part of it. @throws NOT_FOUND. */
  read: (range?: ByteRange) => Promise<Readable>;
}

/** A stored file. @throws NOT_FOUND for all others: whether there is, was or will be one is nobody's business. */
export async function openMedia(assetId: string): Promise<OpenMedia> {
  const asset = await prisma().mediaAsset.findFirst({ where: { id: assetId, status: "stored" } });
  if (!asset?.storageKey || !asset.detectedMimeType || asset.sizeBytes === null || !asset.sha256)
    throw notThere();
  const { storageKey, detectedMimeType: mimeType, filename, sha256 } = asset;
  const read = async (range?: ByteRange) => {
    const stream = await mediaStorage().open(storageKey, range);
    if (stream) return stream;
    log("error", "[MEDIA] A stored file is not in the storage", { assetId });
    throw notThere();
  };
  return {
    mimeType,
    filename: filename && harmless(filename),
    sizeBytes: Number(asset.sizeBytes),
    sha256,
    read,
  };
}

/** A name that its sender chose: no path, no line break, and nothing that turns the direction of reading (`exe.fdp`). */
function harmless(filename: string): string {
  return filename.replace(/[/\\\p{Cc}\p{Bidi_Control}]/gu, "_");
}

function notThere(): AppError {
  return new AppError("NOT_FOUND", "No such file", { publicMessage: "There is no such file." });
}
