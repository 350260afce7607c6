// One stack per checkout: two would answer each other's customers. The lock also remembers the processes of the stack,
// so that what a killed one has left behind is ended by the next.

import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { localFolder, serverUser } from "./postgres-binaries";
import { isAlive } from "./processes";

interface Lock {
  pid: number;
  children: number[];
}

const file = join(localFolder(serverUser()), "stack.json");

/** @throws when another stack of this checkout runs. @returns how to note a process of the stack, and how to let go. */
export function lockStack(): { add(pid: number): void; release(): void } {
  const earlier = read();
  if (earlier && isAlive(earlier.pid) && commandOf(earlier.pid).includes("scripts/demo/")) {
    throw new Error(`This checkout already runs (pid ${earlier.pid}). Stop that first.`);
  }
  for (const pid of earlier?.children ?? []) endLeftOver(pid);
  const lock: Lock = { pid: process.pid, children: [] };
  write(lock);
  return {
    add(pid) {
      lock.children.push(pid);
      write(lock);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The pid may by now be somebody else's: only what was started from this checkout is ended. */
function endLeftOver(pid: number): void {
  if (isAlive(pid) && /next|simulator/.test(commandOf(pid))) process.kill(pid, "SIGKILL");
}

function commandOf(pid: number): string {
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}

function read(): Lock | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined; // No stack has run here yet, or the file was cut short with the machine.
  }
}

function write(lock: Lock): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(lock));
}
