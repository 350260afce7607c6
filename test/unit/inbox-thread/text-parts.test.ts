import { describe, expect, it } from "vitest";
import { safeAddress, type TextPart, textParts } from "@/app/_inbox/thread/text-parts";

const links = (text: string) => textParts(text).flatMap((part) => (part.kind === "link" ? [part.href] : []));
const plain = (parts: TextPart[]): string =>
  parts.map((part) => ("parts" in part ? plain(part.parts) : part.text)).join("");

describe("textParts", () => {
  it("finds an address, and leaves what ends the sentence out of it", () => {
    expect(links("See https://example.com/a?b=c, and (http://example.org/x_(y)).")).toEqual([
      "https://example.com/a?b=c",
      "http://example.org/x_(y)",
    ]);
    expect(links("www.example.com!")).toEqual(["https://www.example.com/"]);
  });

  it("makes no link of anything but http and https", () => {
    for (const text of [
      "javascript:alert(1)",
      "data:text/html,<b>",
      "vbscript:x",
      "file:///etc/passwd",
      "JaVaScRiPt://x",
    ])
      expect(links(text)).toEqual([]);
    expect(safeAddress("javascript:alert(1)")).toBeUndefined();
    expect(safeAddress("https://")).toBeUndefined();
  });

  it("ends an address where the direction of writing is turned", () => {
    expect(links("https://good.example/\u202Egpj.exe")).toEqual(["https://good.example/"]);
  });

  it("loses nothing of a text without marks", () => {
    for (const text of [
      "<script>alert(1)</script>",
      "2 * 3 * 4 = 24",
      "snake_case_name",
      "a ~ b ~ c",
      "* a\n* b",
      "``",
      "",
    ])
      expect(plain(textParts(text))).toBe(text);
  });

  it("reads WhatsApp's marks, one within another", () => {
    expect(textParts("*now _really_* `x*y*`")).toEqual([
      {
        kind: "strong",
        parts: [
          { kind: "text", text: "now " },
          { kind: "em", parts: [{ kind: "text", text: "really" }] },
        ],
      },
      { kind: "text", text: " " },
      { kind: "code", text: "x*y*" },
    ]);
  });

  it("is quick with a text that is made to be slow", () => {
    const hostile = [
      "*a".repeat(20_000),
      "_".repeat(40_000),
      "https://".repeat(5_000),
      `https://a${")".repeat(20_000)}`,
    ];
    const before = performance.now();
    for (const text of hostile) textParts(text);
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
