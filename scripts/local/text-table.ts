/** Lines with their cells below each other. Columns from `rightFrom` on are numbers, which end below each other. */
export function textTable(lines: string[][], { rightFrom = Number.POSITIVE_INFINITY } = {}): string {
  const widths: number[] = [];
  for (const line of lines)
    for (const [at, cell] of line.entries()) widths[at] = Math.max(widths[at] ?? 0, cell.length);
  const pad = (cell: string, at: number) =>
    at < rightFrom ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0);
  return lines.map((line) => line.map(pad).join("  ").trimEnd()).join("\n");
}
