import { describe, expect, test } from "vitest";
import { chooseLanguage, chooseLocale, languages } from "@/app/_i18n/languages";
import { readMessages } from "@/app/_i18n/messages";
import { operationsFor } from "@/app/_inbox/shell/destinations";
import { sectionOf } from "@/app/_operations/shared/section-of";

describe("the language", () => {
  test("is the chosen one, else what the browser asks for first, else English", () => {
    expect(chooseLanguage("ar", "pt-BR,en")).toBe("ar");
    expect(chooseLanguage(undefined, "fr-FR,pt-BR;q=0.8,en;q=0.5")).toBe("pt");
    expect(chooseLanguage("xx", "de")).toBe("en");
    expect(chooseLanguage(undefined, null)).toBe("en");
  });

  test("has the region of the browser for times and numbers", () => {
    expect(chooseLocale("en", "en-GB,en;q=0.9")).toBe("en-GB");
    expect(chooseLocale("pt", "en-GB")).toBe("pt");
    expect(chooseLocale("en", "en-<script>")).toBe("en");
  });
});

/** What is filled in, not the words of a branch: "{count, plural, one {Closed} other {# closed}}" has count alone. */
const gap = /(?<!\b(?:zero|one|two|few|many|other) |=\d )\{(\w+)[,}]/g;

/** Every place of words, and the names of what is filled in there. */
function placesOf(words: object, path = ""): [string, string][] {
  return Object.entries(words).flatMap(([name, value]): [string, string][] => {
    if (typeof value !== "string") return placesOf(value, `${path}${name}.`);
    const gaps = new Set([...value.matchAll(gap)].map((match) => match[1]));
    return [[`${path}${name}`, [...gaps].toSorted().join()]];
  });
}

test.each(languages)("%s has every word of English, with the same gaps to fill", (language) => {
  expect(placesOf(readMessages(language)).toSorted()).toEqual(placesOf(readMessages("en")).toSorted());
});

test.each(languages)("in %s a page is called the same where one goes to it and where one is", (language) => {
  const { common, operations } = readMessages(language);
  for (const destination of operationsFor("ADMIN"))
    expect(common.nav[destination.name]).toBe(operations.sections[sectionOf(destination)].title);
});
