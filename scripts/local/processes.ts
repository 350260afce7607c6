// Small facts about processes that every local command needs.

/** Whether a process with this id exists (signal 0 asks without sending anything). */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM"; // It exists and belongs to somebody else.
  }
}

export interface WaitOptions {
  /** What is waited for, for the message of the error. */
  what: string;
  timeoutMs: number;
  /** How often to look, in milliseconds. */
  everyMs?: number;
}

/** Looks again and again until the condition holds and returns what it gave. @throws after `timeoutMs`. */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  { what, timeoutMs, everyMs = 25 }: WaitOptions,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const value = await condition();
    if (value) return value;
    if (performance.now() > deadline) throw new Error(`Gave up after ${timeoutMs} ms waiting for ${what}.`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
