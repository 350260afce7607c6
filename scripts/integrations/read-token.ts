import { createInterface } from "node:readline/promises";
import { AppError } from "@/lib/errors";

/** The first line of standard input, or a variable of the environment. @throws INVALID_INPUT when there is nothing. */
export async function readToken(variable?: string): Promise<string> {
  if (variable !== undefined) {
    const value = process.env[variable]?.trim();
    if (value) return value;
    throw new AppError("INVALID_INPUT", `${variable} is not set`);
  }
  if (process.stdin.isTTY) process.stderr.write("Access token: ");
  const lines = createInterface({ input: process.stdin, terminal: false });
  for await (const line of lines) if (line.trim()) return line.trim();
  throw new AppError("INVALID_INPUT", "No access token on standard input");
}
