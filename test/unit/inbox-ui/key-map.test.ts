import { describe, expect, test } from "vitest";
import { chordOf, isSingleKey, matchChord, SEQUENCE_MS, shortcuts } from "@/app/_inbox/keys/key-map";

const press = (key: string, more: Partial<Parameters<typeof chordOf>[0]> = {}) =>
  chordOf({ key, code: "", metaKey: false, ctrlKey: false, altKey: false, shiftKey: false, ...more });

describe("the keyboard", () => {
  test("no key means two things", () => {
    const keys = shortcuts.flatMap((shortcut) => shortcut.keys);
    expect(new Set(keys).size).toBe(keys.length);
    const firsts = keys.filter((key) => key.includes(" ")).map((key) => key.split(" ")[0]);
    expect(keys.filter((key) => firsts.includes(key))).toEqual([]);
  });

  test("⌘ and Ctrl are the same", () => {
    expect(press("k", { metaKey: true })).toBe("mod+k");
    expect(press("k", { ctrlKey: true })).toBe("mod+k");
  });

  test("letters go by what the layout says: Z of QWERTZ is where Y is elsewhere", () => {
    expect(press("z", { code: "KeyY" })).toBe("z");
  });

  test("where the layout has no Latin letters they go by their place", () => {
    expect(press("ت", { code: "KeyJ" })).toBe("j");
    expect(press("л", { code: "KeyK", ctrlKey: true })).toBe("mod+k");
  });

  test("a letter with Alt is typing, not a command", () => expect(press("e", { altKey: true })).toBeNull());

  test("a capital is the beginning of a sentence, not a command", () => {
    expect(press("T", { shiftKey: true })).toBeNull();
    expect(press("T")).toBe("t"); // Caps Lock.
    expect(press("?", { shiftKey: true })).toBe("?");
  });

  test("g then j goes to the jobs, and j alone to the next conversation", () => {
    const first = matchChord("g", null, 1_000);
    expect(first.id).toBeNull();
    expect(matchChord("j", first.pending, 1_100).id).toBe("goJobs");
    expect(matchChord("j", first.pending, 1_000 + SEQUENCE_MS).id).toBe("next");
    expect(matchChord("j", null, 1_100).id).toBe("next");
  });

  test("what is switched off with single keys is exactly what one could hit by typing", () => {
    const always = shortcuts.flatMap(({ keys }) => keys).filter((key) => !isSingleKey(key));
    expect(always.toSorted()).toEqual(["escape", "mod+/", "mod+enter", "mod+k", "mod+z"]);
  });
});
