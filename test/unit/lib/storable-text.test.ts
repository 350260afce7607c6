import { describe, expect, it } from "vitest";
import { storableJson, storableText } from "@/lib/storable-text";

describe("storableText", () => {
  it.each([
    ["every NUL", "a\u0000b\u0000", "a\uFFFDb\uFFFD"],
    ["the first half of a pair", "a\uD83Db", "a\uFFFDb"],
    ["the second half of a pair", "\uDE00b", "\uFFFDb"],
  ])("replaces %s", (_what, text, expected) => {
    expect(storableText(text)).toBe(expected);
  });

  it.each(["", "Olá, tudo bem?", "👩‍👩‍👧 שלום", "line\nline\ttab\u0001"])("leaves %j as it is", (text) => {
    expect(storableText(text)).toBe(text);
  });
});

describe("storableJson", () => {
  it("reaches every text and every key at every depth", () => {
    const value = { "k\u0000": [{ deep: ["x\uD800", { "\uDC00": "\u0000" }] }] };
    expect(storableJson(value)).toEqual({ "k\uFFFD": [{ deep: ["x\uFFFD", { "\uFFFD": "\uFFFD" }] }] });
  });

  it.each([1, 0, true, false, null, undefined, "text"])("leaves %j as it is", (value) => {
    expect(storableJson(value)).toBe(value);
  });

  it("keeps the order of a list and the members of an object", () => {
    expect(storableJson({ b: [3, 1, null], a: {} })).toEqual({ b: [3, 1, null], a: {} });
  });

  it("keeps a member called __proto__ as a member", () => {
    const stored = storableJson(JSON.parse('{"__proto__":{"isAdmin":true}}')) as { isAdmin?: boolean };
    expect(stored.isAdmin).toBeUndefined();
    expect(JSON.stringify(stored)).toBe('{"__proto__":{"isAdmin":true}}');
  });
});
