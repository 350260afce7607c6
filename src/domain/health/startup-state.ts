import { oncePerProcess } from "@/lib/once-per-process";

interface StartupState {
  isFinished: boolean;
  /** What it is doing until then. */
  phase: string;
  startedAt: Date;
}

/** Whether this process has gone through its start-up phases, and since when it runs. */
export function startupState(): StartupState {
  return oncePerProcess("startup-state", () => ({
    isFinished: false,
    phase: "Process started",
    startedAt: new Date(),
  }));
}
