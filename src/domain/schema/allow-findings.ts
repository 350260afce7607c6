import { finding, type SchemaFinding } from "./finding";

/**
 * Findings that are known and accepted become notes. An id that nothing has any more is itself a note: an allow-list that
 * only grows hides the next one.
 */
export function allowFindings(findings: SchemaFinding[], ids: string[]): SchemaFinding[] {
  const unused = ids.filter((id) => !findings.some((found) => found.id === id));
  return [
    ...findings.map(
      (found): SchemaFinding =>
        ids.includes(found.id) ? { ...found, severity: "note", breaks: `${found.breaks} (allowed)` } : found,
    ),
    ...unused.map((id) =>
      finding("allowed_unused", id, {
        expected: `a finding ${id}`,
        actual: "none of that id",
        mend: `Take ${id} off the list.`,
        mendBy: "hand",
      }),
    ),
  ];
}
