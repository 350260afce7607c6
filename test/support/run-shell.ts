import { spawn } from "node:child_process";

interface Ran {
  exitCode: number | null;
  output: string;
}

/** Runs a line of a document as its reader would. */
export function runShell(line: string, env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn("bash", ["-c", line], { env: { ...process.env, ...env } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ exitCode, output }));
  });
}
