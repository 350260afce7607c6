import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** Whether two secrets are the same, in constant time. Both are hashed first, so that lengths tell nothing either. */
export function secretsMatch(given: string | null | undefined, expected: string | undefined): boolean {
  if (!given || !expected) return false;
  return timingSafeEqual(digest(given), digest(expected));
}

function digest(value: string): Buffer {
  return createHash("sha256").update(value).digest();
}

/**
 * Whether `X-Hub-Signature-256` belongs to these exact bytes (Meta, webhooks/create-webhook-endpoint: HMAC-SHA256 with
 * the app secret, hex after `sha256=`). Any malformed header is simply not a match.
 */
export function signatureMatches(body: Uint8Array, header: string | null, appSecret: string): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(header ?? "")?.[1];
  if (!hex) return false;
  return timingSafeEqual(Buffer.from(hex, "hex"), createHmac("sha256", appSecret).update(body).digest());
}
