import type { MediaError } from "@/infra/media/media-error";
import type { MediaClaim } from "./claim-media";
import type { MediaVerdict } from "./settle-media";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
/** Pauses between the attempts; after the last there is one more. Over five hours in all. */
const RETRY_MS = [10 * SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS];
export const ATTEMPTS_MAX = RETRY_MS.length + 1;
const CREDENTIALS_MS = 15 * MINUTE_MS;
const STORAGE_MS = MINUTE_MS;
/** Ids out of webhooks hold for seven days (Meta, business-phone-numbers/media). */
const ID_LIVES_MS = 7 * 24 * HOUR_MS;

const hopeless = ["TOO_LARGE", "EMPTY", "TYPE_MISMATCH", "HOST_REFUSED", "ADDRESS_REFUSED", "NO_MEDIA_ID"];
/** Bytes that were changed or cut off on the way may come whole the next time; not the time after that as well. */
const onceMore = ["HASH_MISMATCH", "SIZE_MISMATCH"];

/**
 * What becomes of a file after an attempt that failed. A token that Meta does not take and a storage that does not take
 * the file are nothing the file is to blame for: it waits until somebody has mended that, as long as its id holds.
 */
export function judgeFailure(
  { attempts, errorCode, createdAt }: MediaClaim,
  error: MediaError,
): MediaVerdict {
  const { code } = error;
  if (hopeless.includes(code)) return { status: "rejected", retryInMs: 0, isCounted: true };
  if (onceMore.includes(code) && onceMore.includes(errorCode ?? ""))
    return { status: "rejected", retryInMs: 0, isCounted: true };
  const isOver = Date.now() - createdAt.getTime() > ID_LIVES_MS;
  if (isOver) return { status: "failed", retryInMs: 0, isCounted: true };
  if (code === "CREDENTIALS") return { status: "pending", retryInMs: CREDENTIALS_MS, isCounted: false };
  if (code === "STORAGE") return { status: "pending", retryInMs: STORAGE_MS, isCounted: false };
  const retryInMs = RETRY_MS[attempts - 1];
  if (retryInMs === undefined) return { status: "failed", retryInMs: 0, isCounted: true };
  return { status: "pending", retryInMs, isCounted: true };
}
