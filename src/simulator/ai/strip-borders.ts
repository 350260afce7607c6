/** Lines with which a product may mark off what others have written: `<data-mark …>` and `</data-mark>`. */
const BORDER = /<\/?data-[0-9a-f]{12,}(?:[^>\n]*)>(?:\r?\n|\\n)?/g;

/** The text as a customer wrote it. A line break before a closing border belongs to the border. */
export function stripBorders(text: string): string {
  return text.replaceAll(/(?:\r?\n|\\n)(?=<\/data-[0-9a-f]{12,}>)/g, "").replaceAll(BORDER, "");
}
