// Recognises a sender who was erased without keeping who that was: a hash under a key derived from SESSION_SECRET.
// Numbers are few enough to try them all, so a hash without a key would keep the number in another spelling.

import { hash, hkdfSync } from "node:crypto";
import { oncePerProcess } from "./once-per-process";

/** The hashes of what names a sender, under each secret that is set. */
export function senderHashes(names: (string | null)[], secrets: (string | undefined)[]): string[] {
  const given = names.filter((name) => name !== null);
  const keys = secrets.filter((secret) => secret !== undefined).map(keyFrom);
  return keys.flatMap((key) => given.map((name) => keyedHash(key, name)));
}

/** The nested construction of HMAC; the one-shot call is four times as fast, and this is done for every message. */
function keyedHash(key: string, name: string): string {
  return hash("sha256", key + hash("sha256", key + name, "base64url"), "base64url");
}

function keyFrom(secret: string): string {
  const keys = oncePerProcess("sender-hash-keys", () => new Map<string, string>());
  const known = keys.get(secret);
  if (known) return known;
  const key = Buffer.from(hkdfSync("sha256", secret, "", "replyonce:erased-senders:v1", 32)).toString(
    "base64url",
  );
  keys.set(secret, key);
  return key;
}
