// Test files share a process, because loading the product anew for each took most of their processor time. Before each
// file this makes the process what a new one would be, whatever the file before it has left.

// As Next.js does before all else: what a route leaves for after its answer needs it.
import "next/dist/server/node-environment-baseline";
import { afterEach } from "vitest";
import { clearFaultHook } from "./fault-hook";
import { type ProcessState, readProcessState, resetProcess } from "./process-state";
import { restoreEnv } from "./with-env";

const worker = globalThis as { replyOnceStartedAs?: ProcessState };

if (worker.replyOnceStartedAs) await resetProcess(worker.replyOnceStartedAs);
else worker.replyOnceStartedAs = readProcessState();

afterEach(() => {
  restoreEnv();
  clearFaultHook();
});
