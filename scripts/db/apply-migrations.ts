import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { readTarget } from "./verification-target";

/** A migration that waits for a lock makes everybody who comes after it wait as well: rather try again when it is quiet. */
const LOCK_TIMEOUT = "-c lock_timeout=10s";

/** Runs `prisma migrate deploy` against a database. @throws with Prisma's own words when it fails. */
export function applyMigrations(databaseUrl: string, output: "inherit" | "quiet"): Promise<void> {
  const prismaCli = createRequire(import.meta.url).resolve("prisma/build/index.js");
  const child = spawn(process.execPath, [prismaCli, "migrate", "deploy"], {
    env: {
      ...process.env,
      DATABASE_URL: databaseUrl,
      DIRECT_URL: databaseUrl,
      PRISMA_HIDE_UPDATE_MESSAGE: "1",
      ...(takesOptions(databaseUrl) && { PGOPTIONS: process.env.PGOPTIONS ?? LOCK_TIMEOUT }),
    },
    stdio: output === "inherit" ? "inherit" : ["ignore", "pipe", "pipe"],
  });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream?.on("data", (chunk) => (said += chunk));
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`prisma migrate deploy failed with code ${code}\n${said}`));
    });
  });
}

/** A pooler refuses settings of a connection; it is not the way for migrations anyhow (verify:schema says so). */
function takesOptions(databaseUrl: string): boolean {
  return !readTarget("DIRECT_URL", databaseUrl).pooler;
}
