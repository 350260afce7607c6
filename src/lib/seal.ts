// Credentials at rest: AES-256-GCM (NIST SP 800-38D) under a key derived from SESSION_SECRET with HKDF (RFC 5869).
// A sealed value names its key and is bound to it and to the row and column it belongs to: moved to another one it does
// not open. One key seals fewer than 2^32 values (SP 800-38D, 8.3, random vectors).

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "./errors";

const IV_BYTES = 12;
const TAG_BYTES = 16;

const VERSION = "v2";

/** @returns `v2.<key id>.<base64url of iv, tag and ciphertext>`. `context` names row and column: `Integration:<id>:token`. */
export function seal(plain: string, context: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(secret), iv).setAAD(boundTo(secret, context));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `${VERSION}.${keyId(secret)}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/**
 * Opens a sealed value with the first secret that made it, so that a secret can be replaced while values sealed with
 * the previous one are still around. @throws NOT_CONFIGURED when no secret given made it, or it was tampered with.
 */
export function open(sealed: string, context: string, secrets: (string | undefined)[]): string {
  const [version, id, payload] = sealed.split(".");
  const secret = secrets.find((candidate) => candidate !== undefined && keyId(candidate) === id);
  if (version !== VERSION || !payload || !secret) {
    throw new AppError("NOT_CONFIGURED", `No SESSION_SECRET opens the credentials of ${context}`);
  }
  const bytes = Buffer.from(payload, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(secret), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES, // A shorter tag would be easier to forge.
    });
    decipher.setAAD(boundTo(secret, context)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new AppError("NOT_CONFIGURED", `The credentials of ${context} do not open: they were altered`, {
      cause,
    });
  }
}

/** Whether a value was sealed with this secret, as its key id says. */
export function isSealedWith(sealed: string, secret: string): boolean {
  return sealed.startsWith(`${VERSION}.${keyId(secret)}.`);
}

/** What is authenticated beside the value. */
function boundTo(secret: string, context: string): Buffer {
  return Buffer.from(`${VERSION}.${keyId(secret)}.${context}`);
}

/** Deriving a key costs more than using it, and a process has one secret or two. */
const keys = new Map<string, Buffer>();

function keyFrom(secret: string): Buffer {
  const known = keys.get(secret);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", "replyonce:credentials:v1", 32));
  keys.set(secret, key);
  return key;
}

function keyId(secret: string): string {
  return createHash("sha256").update(`replyonce:key-id:${secret}`).digest("hex").slice(0, 8);
}
