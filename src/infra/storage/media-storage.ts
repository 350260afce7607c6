import { type Env, env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import { folderStorage } from "./folder-storage";
import { s3Storage } from "./s3-storage";
import type { MediaStorage } from "./storage-port";

/** The storage that the environment names. @throws NOT_CONFIGURED when a bucket is named without its keys. */
export function mediaStorage(): MediaStorage {
  return oncePerProcess("media-storage", () => storageOf(env()));
}

/** The storage that these variables name. @throws NOT_CONFIGURED. */
export function storageOf(variables: Env): MediaStorage {
  const { MEDIA_DIR, MEDIA_S3_BUCKET, MEDIA_S3_REGION, MEDIA_S3_ENDPOINT, ...keys } = variables;
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
