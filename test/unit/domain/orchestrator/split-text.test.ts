import { describe, expect, it } from "vitest";
import { splitText } from "@/domain/orchestrator/split-text";
import { TEXT_MAX } from "@/infra/whatsapp/outbound-content";

const lengthOf = (text: string) => [...text].length;

/** What is wrong with the parts of a text: with nothing lost, only white space stands between them. */
function faultsOf(text: string, max: number): string[] {
  const faults: string[] = [];
  let at = 0;
  for (const part of splitText(text, max)) {
    const start = text.indexOf(part, at);
    if (start < at || text.slice(at, start).trim() !== "") faults.push("lost or invented text");
    if (part === "" || part !== part.trim()) faults.push("white space to send");
    if (lengthOf(part) > max) faults.push("too long");
    if (!part.isWellFormed()) faults.push("half an emoji");
    at = start + part.length;
  }
  if (text.slice(at).trim() !== "") faults.push("lost the end");
  return faults;
}

/** Texts that are the same in every run. */
function texts(count: number): string[] {
  const pieces = [
    "word",
    " ",
    "\n",
    "\n\n",
    ". ",
    "! ",
    "…\u00a0",
    "👍🏽",
    "ção",
    "a",
    "文字",
    "\t",
    "?",
    "👩‍👩‍👧",
  ];
  let state = 20_251_230;
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state / 2 ** 32;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: Math.floor(next() * 120) }, () => pieces[Math.floor(next() * pieces.length)]).join(
      "",
    ),
  );
}

describe("splitting a text", () => {
  it("Meta's limit is 4,096", () => {
    expect(TEXT_MAX).toBe(4_096);
    expect(splitText("x".repeat(4_096))).toHaveLength(1);
    expect(splitText("x".repeat(4_097)).map(lengthOf)).toEqual([4_096, 1]);
  });

  it("a text of exactly the limit stays one part, wherever it could be cut", () => {
    expect(splitText("aaa bbb. c", 10)).toEqual(["aaa bbb. c"]);
  });

  it("a text that fits stays one part, without the white space around it", () => {
    expect(splitText(" \n Good morning!\n\nHow are you? \n")).toEqual(["Good morning!\n\nHow are you?"]);
  });

  it.each(["", " ", "\n\t \u00a0"])("%j has nothing to send", (text) => {
    expect(splitText(text)).toEqual([]);
  });

  it("counts code points: 4,096 emoji are one part", () => {
    const text = "😀".repeat(4_096);
    expect(splitText(text)).toEqual([text]);
    expect(splitText(`${text}😀`).map(lengthOf)).toEqual([4_096, 1]);
  });

  it("counts code points also where it looks for a place to cut", () => {
    expect(splitText("😀😀😀😀😀😀 😀😀😀😀😀😀", 10)).toEqual(["😀😀😀😀😀😀", "😀😀😀😀😀😀"]);
  });

  it.each([1, 2, 3, 7, 20, 64])("loses nothing but white space at a cut, of any text (limit %d)", (max) => {
    const faulty = texts(100).filter((text) => faultsOf(text, max).length > 0);
    expect(faulty.map((text) => ({ text, faults: faultsOf(text, max) }))).toEqual([]);
  });
});

describe("the place of a cut", () => {
  it("is the end of a paragraph before that of a line, a sentence or a word", () => {
    expect(splitText("aa bb\n\ncc. dd\nee ff gg", 9)[0]).toBe("aa bb");
    expect(splitText("aa. bb\ncc. d e f g", 12)[0]).toBe("aa. bb");
    expect(splitText("aa bb. cc d e f g", 11)[0]).toBe("aa bb.");
  });

  it("is the last one that fits", () => {
    expect(splitText("aa bb cc dd ee", 10)).toEqual(["aa bb cc", "dd ee"]);
    expect(splitText("A. B. C. D. E.", 10)).toEqual(["A. B. C.", "D. E."]);
  });

  it.each([".", "!", "?", "…"])("leaves the %s with its sentence", (end) => {
    expect(splitText(`First one${end} Second one here`, 20)).toEqual([`First one${end}`, "Second one here"]);
  });

  it("may be right at the limit", () => {
    expect(splitText("123456 890 rest", 10)).toEqual(["123456 890", "rest"]);
    expect(splitText("12345. 89. rest", 10)).toEqual(["12345. 89.", "rest"]);
    expect(splitText("1234567890\n\nrest", 10)).toEqual(["1234567890", "rest"]);
  });

  it("is not in the first half, which would make needlessly many parts", () => {
    expect(splitText("one\n\ntwo three four five", 16)).toEqual(["one\n\ntwo three", "four five"]);
    expect(splitText("abcd efghijklmnop", 10)).toEqual(["abcd efghi", "jklmnop"]);
    expect(splitText("abcde fghijklmnop", 10)).toEqual(["abcde", "fghijklmno", "p"]);
  });

  it("is the limit itself in a text without any white space", () => {
    expect(splitText("abcdefghij", 4)).toEqual(["abcd", "efgh", "ij"]);
  });
});
