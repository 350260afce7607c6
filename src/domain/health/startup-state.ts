import { oncePerProcess } from "@/lib/once-per-process";

interface StartupState {
  isFinished: boolean;
  startedAt: Date;
}

/** Whether this process has gone through its start-up phases, and since when it runs. */
export function startupState(): StartupState {
  return oncePerProcess("startup-state", () => ({ isFinished: false, startedAt: new Date() }));
}
