/** With the space before it, so that nothing is left of it; several may share a bracket: [K12, K13]. */
const CITATION = /[ \t]*[[【]\s*(K\s?\d{1,10}(?:\s*[,;]\s*K?\s?\d{1,10})*)\s*[\]】]/gi;

/** Takes the marks of cited passages (presentPassages) out of a text: they are for us, not for the customer. */
export function readCitations(text: string): { text: string; citedIds: number[] } {
  const citedIds = new Set<number>();
  const told = text.replaceAll(CITATION, (_, marks: string) => {
    for (const [id] of marks.matchAll(/\d+/g)) citedIds.add(Number(id));
    return "";
  });
  return { text: told.trim(), citedIds: [...citedIds] };
}
