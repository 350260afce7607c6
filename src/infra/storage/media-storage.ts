import type { Readable } from "node:stream";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import { folderStorage } from "./folder-storage";
import { s3Storage } from "./s3-storage";

/** A file put together in the storage's scratch folder. */
export interface ScratchFile {
  path: string;
  sizeBytes: number;
  /** Hex. */
  sha256: string;
}

/** Both ends included, as in a Range header. */
export interface ByteRange {
  start: number;
  end: number;
}

/** Where files of messages lie. A key is `<organization>/<asset>`; what is stored under it is replaced whole or not at all. */
export interface MediaStorage {
  readonly kind: "folder" | "s3";
  /** The folder in which files are put together before they are stored. */
  readonly scratch: string;
  /** Stores a file of the scratch folder; it may be gone from there afterwards. */
  store(key: string, file: ScratchFile, signal?: AbortSignal): Promise<void>;
  /** Undefined when there is no such file. */
  open(key: string, range?: ByteRange): Promise<Readable | undefined>;
  /** A file that is not there is removed already. */
  remove(key: string): Promise<void>;
}

/** The storage that the environment names. @throws NOT_CONFIGURED when a bucket is named without its keys. */
export function mediaStorage(): MediaStorage {
  return oncePerProcess("media-storage", createStorage);
}

function createStorage(): MediaStorage {
  const { MEDIA_DIR, MEDIA_S3_BUCKET, MEDIA_S3_REGION, MEDIA_S3_ENDPOINT, ...keys } = env();
  if (!MEDIA_S3_BUCKET) return folderStorage(MEDIA_DIR);
  const { MEDIA_S3_ACCESS_KEY_ID, MEDIA_S3_SECRET_ACCESS_KEY } = keys;
  if (!MEDIA_S3_ACCESS_KEY_ID || !MEDIA_S3_SECRET_ACCESS_KEY) {
    const missing = "MEDIA_S3_BUCKET needs MEDIA_S3_ACCESS_KEY_ID and MEDIA_S3_SECRET_ACCESS_KEY";
    throw new AppError("NOT_CONFIGURED", missing);
  }
  return s3Storage({
    endpoint: MEDIA_S3_ENDPOINT ?? `https://s3.${MEDIA_S3_REGION}.amazonaws.com`,
    bucket: MEDIA_S3_BUCKET,
    region: MEDIA_S3_REGION,
    accessKeyId: MEDIA_S3_ACCESS_KEY_ID,
    secretAccessKey: MEDIA_S3_SECRET_ACCESS_KEY,
  });
}
