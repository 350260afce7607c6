import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutPassages, PASSAGE_CHARACTERS_MAX } from "@/domain/knowledge/cut-passages";

describe("a text is cut into passages", () => {
  it("by its headings, each with the path to it", () => {
    const text = `Before any heading.

# Shop #
About us.
## Delivery
Three days.

Five days abroad.
#### Deep
Here.
## Returns
Thirty days.

Underlined
==========
Alone.

Also
----
Below it.`;
    expect(cutPassages(text)).toEqual([
      { heading: null, text: "Before any heading." },
      { heading: "Shop", text: "About us." },
      { heading: "Shop › Delivery", text: "Three days.\n\nFive days abroad." },
      { heading: "Shop › Delivery › Deep", text: "Here." },
      { heading: "Shop › Returns", text: "Thirty days." },
      { heading: "Underlined", text: "Alone." },
      { heading: "Underlined › Also", text: "Below it." },
    ]);
  });

  it("and what is in a fenced block stays whole, with its empty lines and no headings of its own", () => {
    const text = "# Code\n```sh\n# a comment\n\nls\n```\nAfter.";
    expect(cutPassages(text)).toEqual([{ heading: "Code", text: "```sh\n# a comment\n\nls\n```\nAfter." }]);
  });

  it("paragraphs that go into one together stay together, the next begins another", () => {
    const paragraph = `${"word ".repeat(100)}end.`;
    const cut = cutPassages(Array(5).fill(paragraph).join("\n\n"));
    expect(cut.map(({ text }) => text.split("\n\n").length)).toEqual([2, 2, 1]);
  });

  it("a paragraph that is too long at the end of a sentence, and the next begins with the end of the one before", () => {
    const sentences = Array.from(
      { length: 60 },
      (_, n) => `This is sentence number ${n} of a long paragraph.`,
    );
    const cut = cutPassages(sentences.join(" ")).map(({ text }) => text);
    expect(cut.length).toBeGreaterThan(1);
    for (const piece of cut) expect(piece).toMatch(/\.$/);
    for (const [at, piece] of cut.entries()) {
      const before = cut[at - 1];
      if (before) expect(before.slice(-150)).toContain(piece.slice(0, 60));
    }
  });

  it("never longer than a passage may be, and no word is lost, whatever the text", () => {
    const piece = fc.oneof(
      fc.string({ unit: "grapheme" }),
      fc.constantFrom("# ", "\n", "\n\n", "```", "---", ". ", "😀".repeat(900), "word ".repeat(400)),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const cut = cutPassages(text);
        for (const passage of cut) {
          expect(passage.text.length).toBeLessThanOrEqual(PASSAGE_CHARACTERS_MAX);
          expect(passage.text.trim()).not.toBe("");
          expect(passage.text.isWellFormed()).toBe(text.isWellFormed() || passage.text.isWellFormed());
        }
        const kept = cut.map(({ heading, text: words }) => `${heading ?? ""} ${words}`).join(" ");
        for (const word of text.match(/word|😀/g)?.slice(0, 1) ?? []) expect(kept).toContain(word);
      }),
      { numRuns: 300 },
    );
  });
});
