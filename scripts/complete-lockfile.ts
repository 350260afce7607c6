// Puts back into package-lock.json what `npm install` leaves out where the registry holds only the packages of its own
// platform: the optional packages of all others. `npm ci` refuses a lock file without them.
// Usage: npm run lockfile        after every change of dependencies

import { readFileSync, writeFileSync } from "node:fs";

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
  dev?: boolean;
  optional?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
}

type Packages = Record<string, LockedPackage>;

const systems = ["darwin", "linux", "win32", "android", "freebsd", "openharmony"];
const processors = ["x64", "arm64", "ia32", "arm", "ppc64", "riscv64", "s390x", "loong64", "wasm32"];

/** Optional packages that somebody asks for and the lock file does not have, by their place in it. */
export function missingOptionals(packages: Packages): Packages {
  const missing: Packages = {};
  for (const [place, { optionalDependencies = {}, dev }] of Object.entries(packages)) {
    for (const [name, range] of Object.entries(optionalDependencies)) {
      if (!isLocked(packages, place, name)) missing[`node_modules/${name}`] = entry(name, range, dev);
    }
  }
  return missing;
}

/** As Node.js looks for it: beside the package that asks, then further up. */
function isLocked(packages: Packages, place: string, name: string): boolean {
  for (let folder = place; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder ? `${folder}/` : ""}node_modules/${name}` in packages) return true;
    if (folder === "") return false;
    if (!folder.includes("/node_modules/")) folder = "";
  }
}

/** Such packages say in their names what they are for. */
function entry(name: string, range: string, dev: boolean | undefined): LockedPackage {
  const words = name.split(/[^a-z0-9]+/);
  const pick = (known: string[]) => known.filter((word) => words.includes(word)).slice(-1);
  const libc = name.includes("musl") ? ["musl"] : words.includes("gnu") ? ["glibc"] : [];
  const limits = { os: pick(systems), cpu: pick(processors), libc };
  const named = Object.entries(limits).filter(([, values]) => values.length > 0);
  return {
    version: range.replace(/^[~^]/, ""),
    ...(dev ? { dev } : {}),
    optional: true,
    ...Object.fromEntries(named),
  };
}

if (process.argv[1]?.endsWith("complete-lockfile.ts")) {
  const file = "package-lock.json";
  const lock: { packages: Packages } = JSON.parse(readFileSync(file, "utf8"));
  const missing = missingOptionals(lock.packages);
  const all = Object.entries({ ...lock.packages, ...missing });
  lock.packages = Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${Object.keys(missing).length} packages of other platforms put back\n`);
}
