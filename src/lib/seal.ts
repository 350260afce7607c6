// Credentials at rest: AES-256-GCM (NIST SP 800-38D) under a key derived from SESSION_SECRET with HKDF (RFC 5869).
// A sealed value names its key and is bound to the row it belongs to: moved to another row it does not open.

import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from "node:crypto";
import { AppError } from "./errors";

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** @returns `v1.<key id>.<base64url of iv, tag and ciphertext>`. `context` names the row, such as `Integration:<id>`. */
export function seal(plain: string, context: string, secret: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv("aes-256-gcm", keyFrom(secret), iv).setAAD(Buffer.from(context));
  const sealed = Buffer.concat([cipher.update(plain, "utf8"), cipher.final()]);
  return `v1.${keyId(secret)}.${Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64url")}`;
}

/**
 * Opens a sealed value with the first secret that made it, so that a secret can be replaced while values sealed with
 * the previous one are still around. @throws NOT_CONFIGURED when no secret given made it, or it was tampered with.
 */
export function open(sealed: string, context: string, secrets: (string | undefined)[]): string {
  const [version, id, payload] = sealed.split(".");
  const secret = secrets.find((candidate) => candidate !== undefined && keyId(candidate) === id);
  if (version !== "v1" || !payload || !secret) {
    throw new AppError("NOT_CONFIGURED", `No SESSION_SECRET opens the credentials of ${context}`);
  }
  const bytes = Buffer.from(payload, "base64url");
  try {
    const decipher = createDecipheriv("aes-256-gcm", keyFrom(secret), bytes.subarray(0, IV_BYTES), {
      authTagLength: TAG_BYTES, // A shorter tag would be easier to forge.
    });
    decipher.setAAD(Buffer.from(context)).setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, "utf8") + decipher.final("utf8");
  } catch (cause) {
    throw new AppError("NOT_CONFIGURED", `The credentials of ${context} do not open: they were altered`, {
      cause,
    });
  }
}

function keyFrom(secret: string): Buffer {
  return Buffer.from(hkdfSync("sha256", secret, "", "replyonce:credentials:v1", 32));
}

function keyId(secret: string): string {
  return createHash("sha256").update(`replyonce:key-id:${secret}`).digest("hex").slice(0, 8);
}
