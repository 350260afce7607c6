// The folder of a run: its database, its logs, and the ids of its processes, so that what a killed run has left behind
// is ended and removed by the next.

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { localFolder, serverUser } from "../local/postgres-binaries";
import { isAlive } from "../local/processes";

const PREFIX = "chaos-";
const PIDS = "pids.json";

/** Variable in the environment of every process of a run. */
const RUN_MARK = "CHAOS_RUN";

export class Home {
  readonly folder: string;
  readonly logs: string;

  private constructor(folder: string) {
    this.folder = folder;
    this.logs = join(folder, "logs");
  }

  static create(): Home {
    const root = localFolder(serverUser());
    if (existsSync(root)) removeLeftOvers(root);
    const home = new Home(join(root, `${PREFIX}${process.pid}`));
    mkdirSync(home.logs, { recursive: true });
    return home;
  }

  /** What tells the processes of this run from all others. */
  get mark(): Record<string, string> {
    return { [RUN_MARK]: basename(this.folder) };
  }

  notePids(pids: number[]): void {
    writeFileSync(join(this.folder, PIDS), JSON.stringify(pids));
  }

  /** Everything, or all but the logs and what was written beside them. */
  remove({ keepsEvidence }: { keepsEvidence: boolean }): void {
    const path = keepsEvidence ? join(this.folder, "data") : this.folder;
    rmSync(path, { recursive: true, force: true });
  }
}

/** Evidence stays: only a folder that still holds a database was left by a run that was killed. */
function removeLeftOvers(root: string): void {
  for (const name of readdirSync(root)) {
    const folder = join(root, name);
    const owner = Number(name.startsWith(PREFIX) ? name.slice(PREFIX.length) : Number.NaN);
    if (!Number.isInteger(owner) || isAlive(owner) || !existsSync(join(folder, "data"))) continue;
    for (const pid of readPids(join(folder, PIDS))) endLeftOver(pid, name);
    rmSync(folder, { recursive: true, force: true });
  }
}

function readPids(file: string): number[] {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

/** The pid may by now be somebody else's: what is ended carries the run's mark in its environment. */
function endLeftOver(pid: number, mark: string): void {
  const seen =
    spawnSync("ps", ["eww", "-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
  if (seen.split(/\s/).includes(`${RUN_MARK}=${mark}`)) process.kill(pid, "SIGKILL");
}
