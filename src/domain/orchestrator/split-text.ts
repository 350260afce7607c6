import { TEXT_MAX } from "@/infra/whatsapp/outbound-content";

/**
 * Cuts a text into parts of at most `max` code points, at the last paragraph, line, sentence or word end that fits.
 * Nothing but the white space at a cut is lost.
 */
export function splitText(text: string, max = TEXT_MAX): string[] {
  const parts: string[] = [];
  let rest = [...text.trim()];
  while (rest.length > max) {
    const at = cutPosition(rest.slice(0, max + 1).join(""), max);
    parts.push(rest.slice(0, at).join("").trimEnd());
    rest = [...rest.slice(at).join("").trimStart()];
  }
  if (rest.length > 0) parts.push(rest.join(""));
  return parts;
}

/** In code points. A cut in the first half would make needlessly many parts. */
function cutPosition(head: string, max: number): number {
  for (const end of [/\n\n/g, /\n/g, /[.!?…]\s/g, /\s/g]) {
    const last = [...head.matchAll(end)].at(-1);
    if (!last) continue;
    const position = [...head.slice(0, last.index + last[0].trimEnd().length)].length;
    if (position >= max / 2) return position;
  }
  return max;
}
