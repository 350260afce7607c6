import { describe, expect, it } from "vitest";
import { AppError } from "@/lib/errors";
import { isSealedWith, open, seal } from "@/lib/seal";

const secret = "session-secret-1";
const previous = "session-secret-0";
const context = "Integration:4711";
const token = "EAAG-access-token";
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** The error of a call that must not succeed. */
function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  throw new Error("It opened");
}

function partsOf(sealed: string): { id: string; payload: Buffer } {
  const [, id = "", payload = ""] = sealed.split(".");
  return { id, payload: Buffer.from(payload, "base64url") };
}

describe("a sealed value", () => {
  it.each([token, "", "ключ 🔑", "x".repeat(10_000)])("opens to exactly what was sealed (%#)", (plain) => {
    expect(open(seal(plain, context, secret), context, [secret])).toBe(plain);
  });

  it("shows neither what is in it nor the secret", () => {
    const sealed = seal(token, context, secret);
    const { payload } = partsOf(sealed);
    expect(sealed).toMatch(/^v2\.[0-9a-f]{8}\.[\w-]+$/);
    for (const hidden of [token, secret]) {
      expect(sealed).not.toContain(hidden);
      expect(payload.includes(hidden)).toBe(false);
    }
  });

  it("is made with a new initialisation vector each time", () => {
    const ivs = Array.from({ length: 100_000 }, () =>
      partsOf(seal(token, context, secret))
        .payload.subarray(0, IV_BYTES)
        .toString("hex"),
    );
    expect(new Set(ivs).size).toBe(100_000);
  });

  it("moved to another column of the row it does not open", () => {
    const sealed = seal(token, `${context}:accessTokenEncrypted`, secret);
    expect(errorOf(() => open(sealed, `${context}:other`, [secret]))).toMatchObject({
      code: "NOT_CONFIGURED",
    });
  });

  it("moved to another row it does not open", () => {
    const sealed = seal(token, context, secret);
    expect(errorOf(() => open(sealed, "Integration:4712", [secret]))).toMatchObject({
      code: "NOT_CONFIGURED",
      message: expect.stringContaining("altered"),
    });
  });

  const length = IV_BYTES + TAG_BYTES + token.length;
  it.each([
    ["first byte of the vector", 0],
    ["last byte of the vector", IV_BYTES - 1],
    ["first byte of the tag", IV_BYTES],
    ["last byte of the tag", IV_BYTES + TAG_BYTES - 1],
    ["first byte of the content", IV_BYTES + TAG_BYTES],
    ["last byte of the content", length - 1],
  ])("altered in the %s it does not open", (_where, at) => {
    const { id, payload } = partsOf(seal(token, context, secret));
    expect(payload).toHaveLength(length);
    payload[at] = (payload[at] ?? 0) ^ 1;
    const error = errorOf(() => open(`v2.${id}.${payload.toString("base64url")}`, context, [secret]));
    expect(error).toBeInstanceOf(AppError);
    expect(error).toMatchObject({ code: "NOT_CONFIGURED" });
    expect((error as AppError).cause).toBeInstanceOf(Error);
  });

  it("cut short or made longer it does not open", () => {
    const { id, payload } = partsOf(seal(token, context, secret));
    for (const bytes of [payload.subarray(0, -1), Buffer.concat([payload, Buffer.of(0)])]) {
      const error = errorOf(() => open(`v2.${id}.${bytes.toString("base64url")}`, context, [secret]));
      expect(error).toMatchObject({ code: "NOT_CONFIGURED" });
    }
  });

  it.each(["", "EAAG-plain-token", "v2", "v2.", "v2..", "v2.00000000.AAAA"])(
    "%j was never sealed and does not open",
    (text) => {
      expect(errorOf(() => open(text, context, [secret]))).toMatchObject({ code: "NOT_CONFIGURED" });
    },
  );

  it("of a later format does not open as if it were of this one", () => {
    const later = seal(token, context, secret).replace(/^v2/, "v3");
    expect(errorOf(() => open(later, context, [secret]))).toMatchObject({ code: "NOT_CONFIGURED" });
  });
});

describe("secrets in rotation", () => {
  it("a value sealed with the previous secret opens beside the new one, in either order", () => {
    const old = seal(token, context, previous);
    expect(open(old, context, [secret, previous])).toBe(token);
    expect(open(old, context, [previous, secret])).toBe(token);
    expect(open(seal(token, context, secret), context, [secret, previous])).toBe(token);
  });

  it("tells with which secret it was made", () => {
    const sealed = seal(token, context, secret);
    expect([isSealedWith(sealed, secret), isSealedWith(sealed, previous)]).toEqual([true, false]);
  });

  it("names the key it was made with, so that two secrets are told apart", () => {
    const [one, other] = [secret, previous].map((made) => partsOf(seal(token, context, made)).id);
    expect(one).not.toBe(other);
    expect(partsOf(seal("other", "elsewhere", secret)).id).toBe(one);
  });

  it("a secret that is not set is passed over", () => {
    expect(open(seal(token, context, secret), context, [undefined, secret])).toBe(token);
  });

  it.each([[[]], [[undefined]], [[previous]]])(
    "without the secret that made it, it stays shut (%#)",
    (secrets) => {
      const error = errorOf(() => open(seal(token, context, secret), context, secrets));
      expect(error).toBeInstanceOf(AppError);
      expect(error).toMatchObject({ code: "NOT_CONFIGURED", message: expect.stringContaining(context) });
      expect((error as AppError).message).not.toContain(previous);
    },
  );

  it("the key id of one secret with the content of another does not open", () => {
    const { id } = partsOf(seal(token, context, secret));
    const { payload } = partsOf(seal(token, context, previous));
    const mixed = `v2.${id}.${payload.toString("base64url")}`;
    expect(errorOf(() => open(mixed, context, [secret, previous]))).toMatchObject({ code: "NOT_CONFIGURED" });
  });
});

it("a sealed value cut to any length does not open, and says so in its own words", () => {
  const [version, id, payload = ""] = seal("token", "context", "secret-secret").split(".");
  for (let length = 1; length < 33; length += 1) {
    const cut = `${version}.${id}.${Buffer.from(payload, "base64url").subarray(0, length).toString("base64url")}`;
    const opening = () => open(cut, "context", ["secret-secret"]);
    expect(opening, `${length} bytes`).toThrow(expect.objectContaining({ code: "NOT_CONFIGURED" }));
  }
});
