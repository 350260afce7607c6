// Sees to it that there is a Chromium for the browser tests: CHROMIUM_PATH, the system's, or Debian's package.
// Usage: npm run test:e2e        calls it first

import { spawnSync } from "node:child_process";
import { findChromium } from "./find-chromium";

process.exitCode = provide() ? 0 : 2;

function provide(): boolean {
  if (findChromium()) return true;
  if (process.env.CHROMIUM_PATH)
    return refuse(`CHROMIUM_PATH is ${process.env.CHROMIUM_PATH}, and there is no such file.`);
  if (!answers("apt-get", ["--version"]))
    return refuse("This system has no apt-get. Install Chromium and set CHROMIUM_PATH.");
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && !answers("sudo", ["-n", "true"]))
    return refuse("Installing Chromium takes root: sudo apt-get install chromium, or set CHROMIUM_PATH.");
  const asRoot = (...args: string[]) =>
    run(isRoot ? "apt-get" : "sudo", isRoot ? args : ["-n", "apt-get", ...args]);
  if (!asRoot("update")) return refuse("apt-get update failed.");
  if (!asRoot("install", "-y", "--no-install-recommends", "chromium"))
    return refuse("apt-get install chromium failed.");
  return findChromium() !== undefined || refuse("Chromium was installed, and is not where it should be.");
}

function answers(command: string, args: string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}

function run(command: string, args: string[]): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return spawnSync(command, args, { stdio: ["ignore", "inherit", "inherit"], env }).status === 0;
}

function refuse(why: string): false {
  process.stderr.write(`${why}\n`);
  return false;
}
