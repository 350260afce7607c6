// A file of ours that is to be sent. Checked by its bytes against what Meta takes, before anything is stored or called.

import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { Readable } from "node:stream";
import { prisma } from "@/infra/database/prisma";
import { run } from "@/infra/database/statement";
import { describeSound } from "@/infra/media/describe-sound";
import { detectType } from "@/infra/media/detect-type";
import { findMediaError } from "@/infra/media/media-error";
import { type Measured, writeMeasured } from "@/infra/media/meter";
import { mediaStorage } from "@/infra/storage/media-storage";
import { newScratchPath } from "@/infra/storage/scratch";
import { AppError } from "@/lib/errors";
import { hasDuration, kindToSend, type MediaKind, maxBytesToSend, typesToSend } from "./media-kind";

export interface FileToSend {
  organizationId: string;
  content: Uint8Array | Readable;
  filename: string | null;
  /** Left out: what its bytes are best sent as. */
  kind?: MediaKind;
}

export interface FileForSending {
  id: string;
  kind: MediaKind;
  mimeType: string;
  sizeBytes: number;
  durationMs: number | null;
}

/** Should this process die before the file has its row, the file is removed when that time is over. */
const intention = {
  name: "media_intention",
  text: `INSERT INTO "MediaRemoval" ("storageKey", "requestedAt") VALUES ($1, now() + interval '1 hour')`,
};

/** Stores a file that can be sent any number of times. @throws INVALID_INPUT, naming the limit it does not keep. */
export async function storeForSending(file: FileToSend): Promise<FileForSending> {
  const storage = mediaStorage();
  const path = await newScratchPath(storage);
  try {
    const measured = await write(file, path);
    const described = await describe(file, path, measured);
    const id = randomUUID();
    const storageKey = `${file.organizationId}/${id}`;
    await run(intention, [storageKey]);
    await storage.store(storageKey, { ...measured, path });
    const { kind, mimeType, durationMs } = described;
    const { organizationId, filename } = file;
    const { sha256, sizeBytes } = measured;
    const row = { id, organizationId, filename, kind, mimeType, sha256, sizeBytes, durationMs, storageKey };
    await prisma().$transaction([
      prisma().mediaAsset.create({
        data: { ...row, detectedMimeType: mimeType, status: "stored", storedAt: new Date() },
      }),
      prisma().mediaRemoval.delete({ where: { storageKey } }),
    ]);
    return { id, ...described, sizeBytes };
  } finally {
    await rm(path, { force: true });
  }
}

async function write({ content, kind }: FileToSend, path: string): Promise<Measured> {
  const maxBytes = maxBytesToSend(kind ?? "document");
  const source = content instanceof Readable ? content : Readable.from([Buffer.from(content)]);
  try {
    return await writeMeasured(source, path, { maxBytes });
  } catch (error) {
    if (findMediaError(error)?.code === "TOO_LARGE") throw refuse(`It is larger than ${maxBytes} bytes.`);
    throw error;
  }
}

async function describe(file: FileToSend, path: string, { sizeBytes }: Measured) {
  if (sizeBytes === 0) throw refuse("There is nothing in it.");
  const mimeType = await detectType(path, declaredBy(file));
  const kind = file.kind ?? kindToSend(mimeType);
  const types = typesToSend(kind);
  if (!types.includes(mimeType))
    throw refuse(`As ${kind} Meta takes ${types.join(", ")}; this is ${mimeType}.`);
  if (sizeBytes > maxBytesToSend(kind))
    throw refuse(`As ${kind} it may have ${maxBytesToSend(kind)} bytes, and has ${sizeBytes}.`);
  if (!hasDuration(kind)) return { kind, mimeType, durationMs: null };
  const { durationMs, codec, channels } = await describeSound(path);
  const isOpusMono = codec === "Opus" && channels === 1;
  if (mimeType === "audio/ogg" && !isOpusMono) throw refuse("Of Ogg, Meta takes Opus with one channel only.");
  return { kind, mimeType, durationMs };
}

/** What bytes cannot tell is in the name: see detectType. */
function declaredBy({ filename, kind }: FileToSend): string | null {
  const ending = /\.(\w+)$/.exec(filename ?? "")?.[1]?.toLowerCase() ?? "";
  if (kind === "audio" || kind === "voice" || ending === "m4a") return "audio/mp4";
  const office: Record<string, string> = {
    doc: "application/msword",
    xls: "application/vnd.ms-excel",
    ppt: "application/vnd.ms-powerpoint",
  };
  return office[ending] ?? null;
}

function refuse(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", `The file cannot be sent: ${publicMessage}`, { publicMessage });
}
