/** Cuts the middle out of a text that is too long, and says so where it was: both what was asked first and last stay. */
export function cutText(text: string, max: number): { text: string; isCut: boolean } {
  const characters = [...text];
  if (characters.length <= max) return { text, isCut: false };
  const head = Math.ceil((max * 2) / 3);
  const tail = max - head;
  const left = characters.length - max;
  const mark = `\n[… ${left} characters of this message are left out here …]\n`;
  return {
    text: `${characters.slice(0, head).join("")}${mark}${characters.slice(characters.length - tail).join("")}`,
    isCut: true,
  };
}
