import { spawn } from "node:child_process";
import { commandFile } from "./command-file";

export interface ScriptRun {
  exitCode: number | null;
  stdout: string;
  stderr: string;
}

/** Runs one of the project's commands as `npm run` would, with this environment and nothing of the developer's. */
export function runScript(
  script: string,
  args: string[],
  options: { env?: Record<string, string | undefined>; input?: string } = {},
): Promise<ScriptRun> {
  const child = spawn(process.execPath, [commandFile(script), ...args], {
    env: { PATH: process.env.PATH, NODE_ENV: "test", LOG_LEVEL: "silent", ...options.env },
  });
  const run: ScriptRun = { exitCode: null, stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    run.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    run.stderr += chunk;
  });
  child.stdin.end(options.input ?? "");
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (exitCode) => resolve({ ...run, exitCode }));
  });
}
