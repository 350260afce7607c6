import { describe, expect, it } from "vitest";
import { cannedQuery, fillPlaces, matchCanned, openPlaces } from "@/app/_inbox/composer/canned";
import { readDraft, withReturned, writeDraft } from "@/app/_inbox/composer/drafts";
import { attachmentKind, charactersLeft, tooLarge } from "@/app/_inbox/composer/file-limits";

const place = { userId: "u1", conversationId: 7, mode: "reply" as const };

function memory() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("drafts", () => {
  it("keep each conversation, mode and person apart", () => {
    const storage = memory();
    writeDraft(storage, place, "Hello");
    expect(readDraft(storage, place)).toBe("Hello");
    for (const other of [
      { ...place, mode: "note" as const },
      { ...place, conversationId: 8 },
      { ...place, userId: "u2" },
    ])
      expect(readDraft(storage, other)).toBe("");
  });

  it("leave nothing behind once they are empty", () => {
    const storage = memory();
    writeDraft(storage, place, "Hello");
    writeDraft(storage, place, "");
    expect(storage.kept.size).toBe(0);
  });

  it("do without a browser that keeps nothing", () => {
    const full = {
      ...memory(),
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(writeDraft(full, place, "Hello")).toBe(false);
    expect(writeDraft(null, place, "Hello")).toBe(false);
    expect(readDraft(null, place)).toBe("");
  });

  it("get back what was refused, before what has been written since", () => {
    expect(withReturned("", "first")).toBe("first");
    expect(withReturned("second", "first")).toBe("first\nsecond");
  });
});

describe("canned replies", () => {
  const replies = [
    { id: 1, shortcut: "hours", body: "We open at 9." },
    { id: 2, shortcut: "after-hours", body: "We are closed." },
    { id: 3, shortcut: "price", body: "Within hours we send a price." },
  ];

  it("are asked for by a stroke at the beginning only", () => {
    expect(cannedQuery("/ho")).toBe("ho");
    expect(cannedQuery("/")).toBe("");
    for (const text of ["either/or", "/ho now", "https://a"]) expect(cannedQuery(text)).toBeNull();
  });

  it("come with the closest shortcut first", () => {
    expect(matchCanned(replies, "hours").map(({ id }) => id)).toEqual([1, 2, 3]);
  });

  it("are filled with what is known, and tell what is not", () => {
    const filled = fillPlaces("Hi {{ name }}, order {{order}}", { name: "{{order}} Maria" });
    expect(filled).toBe("Hi {{order}} Maria, order {{order}}");
    expect(openPlaces("Hi {{name}}, {{order}} {{order}}")).toEqual(["{{name}}", "{{order}}"]);
    expect(openPlaces("Hi Maria")).toEqual([]);
  });
});

describe("limits", () => {
  it("tell a file that is too large before it is sent, by what it is sent as", () => {
    expect(tooLarge({ type: "image/png", size: 5 * 1024 * 1024 })).toBeNull();
    expect(tooLarge({ type: "image/png", size: 5 * 1024 * 1024 + 1 })).toMatchObject({ kind: "image" });
    expect(attachmentKind("image/webp")).toBe("document");
    expect(attachmentKind("audio/ogg; codecs=opus")).toBe("audio");
  });

  it("count as Meta does, and only when it matters", () => {
    expect(charactersLeft("a".repeat(4_045), 4_096)).toBeNull();
    expect(charactersLeft("a".repeat(4_046), 4_096)).toBe(50);
    expect(charactersLeft("\u{1F600}".repeat(1_024), 1_024)).toBe(0);
  });
});
