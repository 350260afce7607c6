import { oncePerProcess } from "@/lib/once-per-process";

/** Aborted when this process has been asked to end: its runners claim nothing more and hand back what still thinks. */
export function shutdown(): AbortController {
  return oncePerProcess("shutdown", () => {
    const controller = new AbortController();
    for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => controller.abort());
    return controller;
  });
}
