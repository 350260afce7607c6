import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { secretsMatch, signatureMatches } from "@/lib/secrets";

const appSecret = "app-secret";
const bytes = (text: string) => new TextEncoder().encode(text);
const sign = (body: Uint8Array, secret = appSecret) =>
  `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;

describe("secretsMatch", () => {
  it("is true only for the same secret", () => {
    expect(secretsMatch("cron-secret", "cron-secret")).toBe(true);
    expect(secretsMatch("cron-secreT", "cron-secret")).toBe(false);
    expect(secretsMatch("cron-secret ", "cron-secret")).toBe(false);
    expect(secretsMatch("cron", "cron-secret")).toBe(false);
  });

  it.each([undefined, null, ""])("nothing given (%j) matches nothing, not even nothing expected", (given) => {
    expect(secretsMatch(given, "cron-secret")).toBe(false);
    expect(secretsMatch(given, undefined)).toBe(false);
    expect(secretsMatch(given, "")).toBe(false);
  });

  it.each([undefined, ""])("nobody matches while no secret is configured (%j)", (expected) => {
    expect(secretsMatch("undefined", expected)).toBe(false);
    expect(secretsMatch("anything", expected)).toBe(false);
  });

  it("bears secrets of any length and alphabet", () => {
    expect(secretsMatch("🔑".repeat(5_000), "🔑".repeat(5_000))).toBe(true);
    expect(secretsMatch("🔑", "🔐")).toBe(false);
  });
});

describe("signatureMatches", () => {
  const body = bytes('{"text":"\\u00e4 @ \\/"}');

  it("accepts a signature computed elsewhere (openssl dgst -sha256 -hmac)", () => {
    const signature = "sha256=f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";
    const text = "The quick brown fox jumps over the lazy dog";
    expect(signatureMatches(bytes(text), signature, "key")).toBe(true);
  });

  it("belongs to the exact bytes: the same JSON written differently does not match", () => {
    const header = sign(body);
    expect(signatureMatches(body, header, appSecret)).toBe(true);
    expect(signatureMatches(bytes('{"text":"ä @ /"}'), header, appSecret)).toBe(false);
    expect(signatureMatches(bytes('{"text": "\\u00e4 @ \\/"}'), header, appSecret)).toBe(false);
  });

  it("a single flipped bit anywhere in the body is noticed", () => {
    const header = sign(body);
    for (let at = 0; at < body.length; at += 1) {
      const altered = body.slice();
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(signatureMatches(altered, header, appSecret), `byte ${at}`).toBe(false);
    }
  });

  it("holds for bytes that are no text and for no bytes at all", () => {
    for (const odd of [new Uint8Array([0xff, 0xfe, 0x00, 0x80]), new Uint8Array()]) {
      expect(signatureMatches(odd, sign(odd), appSecret)).toBe(true);
      expect(signatureMatches(odd, sign(body), appSecret)).toBe(false);
    }
  });

  it("a signature made with another secret does not match", () => {
    expect(signatureMatches(body, sign(body, "other-secret"), appSecret)).toBe(false);
  });

  const good = sign(body);
  it.each([
    ["no header", null],
    ["an empty one", ""],
    ["no digest", "sha256="],
    ["no algorithm", good.slice("sha256=".length)],
    ["another algorithm", good.replace("sha256", "sha1")],
    ["an algorithm in capitals", good.replace("sha256", "SHA256")],
    ["a digest in capitals", `sha256=${good.slice(7).toUpperCase()}`],
    ["a digest cut short", good.slice(0, -1)],
    ["half a byte too many", `${good}0`],
    ["a letter that is no digit", `${good.slice(0, -1)}g`],
    ["white space before", ` ${good}`],
    ["white space within", good.replace("=", "= ")],
    ["white space after", `${good} `],
    ["a line break after", `${good}\n`],
    ["two signatures", `${good},${good}`],
    ["base64", `sha256=${Buffer.from(good.slice(7), "hex").toString("base64")}`],
    ["letters beyond ASCII", `sha256=${"é".repeat(64)}`],
    ["a very long one", `sha256=${"a".repeat(100_000)}`],
  ])("%s is not a match, and no error", (_what, header) => {
    expect(signatureMatches(body, header, appSecret)).toBe(false);
  });
});
