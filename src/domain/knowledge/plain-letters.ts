/** Without the accents of Latin, Greek and Cyrillic letters: people leave them out on phones. Vowel signs of other scripts stay. */
export function plainLetters(text: string): string {
  return text
    .normalize("NFD")
    .replace(/[\u0300-\u036f]/g, "")
    .normalize("NFC");
}
