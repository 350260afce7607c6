import compile from "icu-minify/compile";
import type { Language } from "./languages";
import { type Messages, readMessages } from "./messages";

const compiled = new Map<Language, Messages>();

/**
 * The words of a language as use-intl formats them without a parser of ICU messages: next.config.ts leaves that one out
 * (https://www.npmjs.com/package/icu-minify). By their type they are still the messages, so that keys and gaps are checked.
 */
export function compileMessages(language: Language): Messages {
  const known = compiled.get(language) ?? asPlain(compileWords(readMessages(language)));
  compiled.set(language, known);
  return known;
}

/** What a page needs of them. */
export function pickMessages<Area extends keyof Messages>(
  language: Language,
  areas: readonly Area[],
): Pick<Messages, Area> {
  const all = compileMessages(language);
  return Object.fromEntries(areas.map((area) => [area, all[area]])) as Pick<Messages, Area>;
}

function compileWords(words: object): object {
  const entries = Object.entries(words).map(([name, value]) => [
    name,
    typeof value === "string" ? compile(value) : compileWords(value),
  ]);
  return Object.fromEntries(entries);
}

/** React hands the browser no objects without a prototype, which the branches of a plural are. */
function asPlain(words: object): Messages {
  return JSON.parse(JSON.stringify(words));
}
