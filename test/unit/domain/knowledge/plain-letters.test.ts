import { expect, it } from "vitest";
import { plainLetters } from "@/domain/knowledge/plain-letters";

it.each([
  ["Ação às três", "Acao as tres"],
  ["Öffnungszeiten", "Offnungszeiten"],
  ["Ёлка", "Елка"],
  ["हिन्दी की किताब", "हिन्दी की किताब"],
  ["العربيَّة", "العربيَّة"],
  ["日本語", "日本語"],
])("%s is %s without accents: signs that are vowels stay", (text, plain) => {
  expect(plainLetters(text)).toBe(plain.normalize("NFC"));
});
