import { existsSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { startChild } from "./child-process";

const inputs = ["src", "prisma", "package-lock.json", "next.config.ts", "tsconfig.json"];

/** Builds the app for production, unless the last build is newer than everything it is made of. @returns whether it did. */
export async function buildApp(): Promise<boolean> {
  const buildId = ".next/BUILD_ID";
  if (existsSync(buildId) && statSync(buildId).mtimeMs > Math.max(...inputs.map(newestChange))) return false;
  const said: string[] = [];
  const next = createRequire(import.meta.url).resolve("next/dist/bin/next");
  const build = startChild({
    args: [next, "build"],
    env: { NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    onLine: (line) => said.push(line),
  });
  const code = await build.exited;
  if (code !== 0) throw new Error(`next build failed:\n${said.join("\n")}`);
  return true;
}

function newestChange(path: string): number {
  if (!existsSync(path)) return 0;
  const { mtimeMs } = statSync(path);
  if (!statSync(path).isDirectory()) return mtimeMs;
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestChange(join(path, name))));
}
