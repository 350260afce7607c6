import { createHash } from "node:crypto";
import { demoFile } from "./files";
import type { Line } from "./script";
import type { Telling } from "./telling";

/** Puts the file of a line into rows. @returns the content of its message; null for a plain text. */
export function tellFile(
  { rows, key, told }: Telling,
  line: Line,
  { messageId, place }: { messageId: number; place: number },
): object | null {
  const reacted = (line.content as { messageId?: string } | undefined)?.messageId;
  if (reacted) return { ...(line.content as object), messageId: told[Number(reacted.slice(1))]?.wamid };
  const isOurs = line.by !== "customer";
  if (!line.file && !line.fileTrouble) return (line.content as object | undefined) ?? null;
  const id = rows.uuid(`file:${key}:${place}`);
  const { organizationId } = rows.setting;
  const createdAt = rows.at(line.ago);
  const providerMediaId = isOurs ? null : String(BigInt(`0x${id.slice(0, 8)}`));
  if (!line.file) {
    const kind = line.type === "document" ? "document" : "image";
    const mimeType = kind === "document" ? "application/pdf" : "image/jpeg";
    const { code: errorCode, error, status } = line.fileTrouble ?? { code: "", error: "", status: "failed" };
    const told = { id, organizationId, messageId, kind, providerMediaId, mimeType, filename: line.body };
    rows.files.push({ ...told, status, attempts: 5, errorCode, error, createdAt });
    return { kind: "media", media: { kind, providerMediaId, mimeType } };
  }
  const { kind, mimeType, filename, durationMs, bytes } = demoFile(line.file);
  rows.files.push({
    id,
    organizationId,
    messageId: isOurs ? null : messageId,
    kind,
    providerMediaId,
    mimeType,
    detectedMimeType: mimeType,
    filename,
    sha256: createHash("sha256").update(bytes).digest("hex"),
    sizeBytes: bytes.length,
    durationMs,
    transcript: line.transcript ?? null,
    status: "stored",
    storageKey: `${organizationId}/${id}`,
    attempts: 1,
    storedAt: createdAt,
    createdAt,
  });
  rows.bytes.set(`${organizationId}/${id}`, bytes);
  if (isOurs) return { ...(line.content as object), assetId: id };
  return { kind: "media", media: { kind, providerMediaId, mimeType, ...(filename ? { filename } : {}) } };
}
