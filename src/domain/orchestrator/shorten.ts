const SENTENCE_END = /[.!?…。！？।؟]["”’)]*(?=\s|$)|[。！？]/gu;

/** Cuts a text that is too long, or was broken off, after its last whole sentence; where there is none, after a word. */
export function cutAtSentence(text: string, max = Number.POSITIVE_INFINITY): string {
  const head = [...text].slice(0, Math.min(max, text.length)).join("").trimEnd();
  const last = [...head.matchAll(SENTENCE_END)].at(-1);
  if (last) return head.slice(0, last.index + last[0].length);
  const word = head.search(/\s\S*$/);
  return `${(word > 0 ? head.slice(0, word) : head).trimEnd().slice(0, max - 1)}…`;
}
