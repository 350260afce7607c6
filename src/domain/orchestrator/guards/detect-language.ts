import { detectAll } from "tinyld";

/** Scripts that give a language away, or a family of languages that share it. */
const scripts: [RegExp, string[]][] = [
  [/\p{Script=Arabic}/gu, ["ar", "fa", "ur"]],
  [/\p{Script=Devanagari}/gu, ["hi", "mr"]],
  [/\p{Script=Cyrillic}/gu, ["ru", "uk", "bg"]],
  [/\p{Script=Hebrew}/gu, ["he"]],
  [/\p{Script=Greek}/gu, ["el"]],
  [/\p{Script=Thai}/gu, ["th"]],
  [/\p{Script=Hangul}/gu, ["ko"]],
  [/[\p{Script=Hiragana}\p{Script=Katakana}]/gu, ["ja"]],
  [/\p{Script=Han}/gu, ["zh", "ja"]],
];

/** Told apart well enough; what is written in Latin letters without being one of these (Hinglish, Arabizi) is not sure. */
const LATIN = new Set(["en", "es", "pt", "fr", "de", "it", "nl", "pl", "tr", "id"]);

const LETTERS_MIN = 40;
const SCRIPT_LETTERS_MIN = 12;
/** The share of a text that has to be in a script, and how far the first guess has to be ahead of the second. */
const SCRIPT_SHARE = 0.6;
const AHEAD = 2.5;
const ACCURACY_MIN = 0.1;
const READ_MAX = 1_500;

/** The language of a text (ISO 639-1), or null where it is too short or not sure. Links and numbers do not count. */
export function detectLanguage(text: string): string | null {
  const words = text
    .slice(0, READ_MAX)
    .toWellFormed()
    .replaceAll(/\S+[@/.]\S+|\d+/g, " ");
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  if (letters < SCRIPT_LETTERS_MIN) return null;
  for (const [script, languages] of scripts) {
    if ((words.match(script)?.length ?? 0) < letters * SCRIPT_SHARE) continue;
    const guess = detectAll(words)[0]?.lang;
    return guess && languages.includes(guess) ? guess : (languages[0] ?? null);
  }
  if (letters < LETTERS_MIN) return null;
  const [first, second] = detectAll(words);
  if (!first || !LATIN.has(first.lang) || first.accuracy < ACCURACY_MIN) return null;
  return second && second.accuracy * AHEAD > first.accuracy ? null : first.lang;
}
