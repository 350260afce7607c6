import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { AppError } from "@/lib/errors";

/** The first line of standard input; at a terminal it is asked for, and not shown while it is typed. @throws INVALID_INPUT. */
export async function readPassword(): Promise<string> {
  const isTerminal = process.stdin.isTTY === true;
  if (isTerminal) process.stderr.write("Password: ");
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: isTerminal });
  try {
    for await (const line of lines) if (line !== "") return line;
  } finally {
    lines.close();
    if (isTerminal) process.stderr.write("\n");
  }
  throw new AppError("INVALID_INPUT", "No password on standard input");
}
