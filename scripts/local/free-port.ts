import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAlive } from "./processes";

/** What is reserved stays so while this process lives: one that starts many servers in turn needs one for each. */
const TRIED_MAX = 500;

const reserved = new Set<string>();
process.once("exit", () => {
  for (const file of reserved) rmSync(file, { force: true });
});

/**
 * The preferred port, or the next one on 127.0.0.1 that nobody listens on or is about to. What it finds is reserved for
 * this process: between looking and listening lie seconds, in which another checkout may look as well.
 * @throws when five hundred in a row are taken.
 */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + TRIED_MAX; port += 1) {
    if ((await isFree(port)) && reserve(port)) return port;
  }
  throw new Error(`No free port between ${preferred} and ${preferred + TRIED_MAX - 1}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}

function reserve(port: number): boolean {
  const file = join(tmpdir(), `replyonce-port-${port}`);
  try {
    if (existsSync(file) && !isAlive(Number(readFileSync(file, "utf8")))) rmSync(file, { force: true });
    writeFileSync(file, String(process.pid), { flag: "wx" });
  } catch {
    return false; // Reserved by somebody else, perhaps by another user of this machine.
  }
  reserved.add(file);
  return true;
}
