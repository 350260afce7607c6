/** The only writers to the terminal. */
export function writeLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

export function writeError(line: string): void {
  process.stderr.write(`${line}\n`);
}
