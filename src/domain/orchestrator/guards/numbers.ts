// Numbers as people write them: 1.299,00 and 1,299.00 are the same, and 1.299 may be either of two.

const NUMBER = /\d+(?:[.,'\u00a0\u202f ]\d{3})*(?:[.,]\d+)?|\d+/g;

/** What a number as it stands in a text can mean. */
export function meaningsOf(written: string): number[] {
  const plain = written.replaceAll(/['\u00a0\u202f ]/g, "");
  const asPoint = plain.replaceAll(",", "");
  const asComma = plain.replaceAll(".", "").replace(",", ".");
  const meanings = [asPoint, asComma, plain.replace(",", "."), plain.replaceAll(/[.,]/g, "")].map(Number);
  const isGrouped = /[.,]\d{3}$/.test(plain);
  const hasFraction = /[.,]\d{1,2}$/.test(plain);
  // Without a mark, and with one before two digits, there is one meaning.
  if (hasFraction && !isGrouped)
    return unique(meanings.slice(0, 3).filter((each) => each < Number(plain.replaceAll(/[.,]/g, ""))));
  return unique(meanings);
}

/** Every number that a text can mean. */
export function numbersIn(text: string): Set<number> {
  return new Set(
    [...text.matchAll(NUMBER)].flatMap(([written]) =>
      [written, ...written.split(/[ '\u00a0\u202f]/)].flatMap(meaningsOf),
    ),
  );
}

function unique(numbers: number[]): number[] {
  return [...new Set(numbers.filter((each) => Number.isFinite(each)))];
}
