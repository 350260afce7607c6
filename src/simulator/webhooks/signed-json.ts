import { createHmac } from "node:crypto";

/**
 * JSON as Meta writes it: ASCII only, other characters as lower-case \uXXXX, `/` as `\/`. A receiver that verifies
 * re-serialised JSON instead of the received bytes fails on it (Meta, messenger-platform/webhooks#validate-payloads).
 */
export function metaJson(value: unknown): Buffer {
  const escaped = JSON.stringify(value).replace(/[\u0080-\uffff/]/g, (character) =>
    character === "/" ? "\\/" : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return Buffer.from(escaped, "latin1");
}

/** Value of `X-Hub-Signature-256`: HMAC-SHA256 of the exact bytes with the app secret (create-webhook-endpoint). */
export function signatureOf(body: Buffer, appSecret: string): string {
  return `sha256=${createHmac("sha256", appSecret).update(body).digest("hex")}`;
}
