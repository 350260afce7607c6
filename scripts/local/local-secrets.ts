import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder, serverUser } from "./postgres-binaries";

const names = [
  "AUTH_SECRET",
  "SESSION_SECRET",
  "WHATSAPP_ACCESS_TOKEN",
  "WHATSAPP_VERIFY_TOKEN",
  "WHATSAPP_APP_SECRET",
  "CRON_SECRET",
  "JOB_RUNNER_TOKEN",
  "METRICS_TOKEN",
] as const;

/** Secrets of this checkout's local stack: made once at random, kept in `.local`, good for nothing else. */
export function localSecrets(): Record<(typeof names)[number], string> {
  const file = join(localFolder(serverUser()), "secrets.json");
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    const made = Object.fromEntries(names.map((name) => [name, randomBytes(24).toString("base64url")]));
    writeFileSync(file, JSON.stringify(made, null, 2), { mode: 0o600 });
  }
  return JSON.parse(readFileSync(file, "utf8"));
}
