const INVISIBLE = /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** Arabic-Indic, Persian and Indic digits start at these; each block holds ten in order. */
const DIGIT_BLOCKS = [0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xbe6, 0xc66, 0xe50];

/** One spelling of what looks the same: compatibility forms, invisible characters and foreign digits are gone. */
export function normaliseText(text: string): string {
  return text
    .toWellFormed()
    .normalize("NFKC")
    .replaceAll(INVISIBLE, "")
    .replaceAll(/[\u0660-\u0e59]/g, (character) => {
      const code = character.charCodeAt(0);
      const block = DIGIT_BLOCKS.find((start) => code >= start && code < start + 10);
      return block === undefined ? character : String(code - block);
    });
}

/** Only letters and digits, in lower case: spacing, punctuation and markup make no difference. */
export function squash(text: string): string {
  return normaliseText(text)
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, "");
}
