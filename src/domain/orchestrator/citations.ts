/** Takes the marks of citations, [K12], out of a text. */
export function readCitations(text: string): { text: string; citedIds: number[] } {
  const citedIds = [...text.matchAll(/\[K(\d+)\]/g)].map((mark) => Number(mark[1]));
  return { text: text.replaceAll(/ ?\[K\d+\]/g, ""), citedIds: [...new Set(citedIds)] };
}
