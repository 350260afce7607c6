import type { FaultPoint } from "@/lib/fault-point";

const hooked = globalThis as { replyOnceFaultHook?: (point: FaultPoint) => void };

/** Does something at the moment this process reaches a fault point, for the rest of the test. */
export function atFaultPoint(wanted: FaultPoint, work: () => void): void {
  hooked.replyOnceFaultHook = (point) => {
    if (point === wanted) work();
  };
}

/** Called after each test by start-afresh.ts. */
export function clearFaultHook(): void {
  hooked.replyOnceFaultHook = undefined;
}
