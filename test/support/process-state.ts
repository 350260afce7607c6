import { vi } from "vitest";
import { reloadEnv } from "@/lib/env";
import { clearFaultHook } from "./fault-hook";
import { restoreEnv } from "./with-env";

/** What a test file may change of its process. */
export interface ProcessState {
  env: NodeJS.ProcessEnv;
  folder: string;
  listeners: Map<NodeJS.Signals, NodeJS.SignalsListener[]>;
}

interface Left {
  running: Promise<void> | null;
}

const SIGNALS: NodeJS.Signals[] = ["SIGTERM", "SIGINT"];
const shared = globalThis as { replyOnce?: Map<string, unknown> };

export function readProcessState(): ProcessState {
  const listeners = SIGNALS.map((signal) => [signal, listenersOf(signal)] as const);
  return { env: { ...process.env }, folder: process.cwd(), listeners: new Map(listeners) };
}

/** Ends what this process has started and forgets what it knows: to the product it is a new one. */
export async function resetProcess({ env, folder, listeners }: ProcessState): Promise<void> {
  vi.useRealTimers();
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
  clearFaultHook();
  restoreEnv();
  await endRunners();
  await endConnections();
  shared.replyOnce?.clear();
  for (const name of Object.keys(process.env)) if (!(name in env)) delete process.env[name];
  Object.assign(process.env, env);
  reloadEnv();
  process.chdir(folder);
  for (const [signal, known] of listeners)
    for (const added of listenersOf(signal).filter((listener) => !known.includes(listener)))
      process.off(signal, added);
}

/** One that was left running would claim what the next file writes. */
async function endRunners(): Promise<void> {
  (shared.replyOnce?.get("shutdown") as AbortController | undefined)?.abort();
  for (const name of ["kicked-runner", "kicked-media"])
    await (shared.replyOnce?.get(name) as Left | undefined)?.running;
}

/** Loaded only where there is something to end: most unit tests know no database. */
async function endConnections(): Promise<void> {
  if (!["prisma", "pool", "probe-pool"].some((name) => shared.replyOnce?.has(name))) return;
  const { disconnectDatabase } = await import("@/infra/database/prisma");
  await disconnectDatabase();
}

function listenersOf(signal: NodeJS.Signals): NodeJS.SignalsListener[] {
  return process.listeners(signal) as NodeJS.SignalsListener[];
}
