import type { Readable } from "node:stream";
import { type MediaKind, storeForSending } from "@/domain/media";
import type { Agent } from "./agent";

export interface StoredFile {
  assetId: string;
  kind: MediaKind;
  filename: string | null;
  mimeType: string;
  sizeBytes: number;
  durationMs: number | null;
}

/**
 * Stores a file that is to be sent in a conversation, judged by its bytes and not by what somebody calls it. Which conversation
 * is the caller's to check, before it reads the file. @throws INVALID_INPUT, naming the limit it does not keep.
 */
export async function storeFile(
  { organizationId }: Agent,
  file: { content: Readable; filename: string | null; kind?: MediaKind | undefined },
): Promise<StoredFile> {
  const { kind, ...given } = file;
  const { id, ...stored } = await storeForSending({ organizationId, ...given, ...(kind && { kind }) });
  return { assetId: id, filename: file.filename, ...stored };
}
