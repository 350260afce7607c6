// Links to files. The signature is the whole authorisation: whoever has a link may read that one file until it expires,
// with a session or without. The inbox makes links for those who have signed in.

import { createHmac, hkdfSync } from "node:crypto";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { secretsMatch } from "@/lib/secrets";

/** Links made within the same five minutes are the same, so that a browser can keep what it has; they hold 10 to 15. */
const STEP_SECONDS = 5 * 60;

/** The path of a file, good for ten minutes at least. @throws NOT_CONFIGURED without SESSION_SECRET. */
export function mediaLink(assetId: string): string {
  const { SESSION_SECRET } = env();
  if (!SESSION_SECRET)
    throw new AppError("NOT_CONFIGURED", "SESSION_SECRET is not set: files cannot be linked to");
  const expires = (Math.floor(Date.now() / 1_000 / STEP_SECONDS) + 3) * STEP_SECONDS;
  return `/api/media/${assetId}?expires=${expires}&signature=${sign(assetId, expires, SESSION_SECRET)}`;
}

/**
 * Whether a link is ours and has not expired. @returns the seconds it still holds. @throws FORBIDDEN, with the same words
 * for whatever is wrong.
 */
export function checkMediaLink(assetId: string, query: URLSearchParams): number {
  const { SESSION_SECRET, SESSION_SECRET_PREVIOUS } = env();
  const expires = Number(/^\d{1,12}$/.exec(query.get("expires") ?? "")?.[0]);
  const leftSeconds = expires - Math.floor(Date.now() / 1_000);
  const isCurrent = leftSeconds > 0;
  const isOurs = [SESSION_SECRET, SESSION_SECRET_PREVIOUS].some(
    (secret) => secret !== undefined && secretsMatch(query.get("signature"), sign(assetId, expires, secret)),
  );
  if (isCurrent && isOurs) return leftSeconds;
  const publicMessage = "This link does not hold, or not any more.";
  throw new AppError("FORBIDDEN", "A wrong or expired link to a file", { publicMessage });
}

function sign(assetId: string, expires: number, secret: string): string {
  const key = Buffer.from(hkdfSync("sha256", secret, "", "replyonce:media-link:v1", 32));
  return createHmac("sha256", key).update(`${assetId}.${expires}`).digest("base64url");
}
