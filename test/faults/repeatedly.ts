import { setTimeout as sleep } from "node:timers/promises";

/** Calls again and again, each time a while after the call before has ended. @returns how to stop it, and what it threw. */
export function repeatedly(call: () => Promise<unknown>, pauseMs: number): () => Promise<void> {
  const stopping = new AbortController();
  const over = repeat(call, pauseMs, stopping.signal);
  over.catch(() => undefined); // Told to whoever stops it; until then it must not end this process.
  return async () => {
    stopping.abort();
    await over;
  };
}

async function repeat(call: () => Promise<unknown>, pauseMs: number, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await call();
    // Ended by the signal: sleep then throws, which is what it is for here.
    await sleep(pauseMs, undefined, { signal }).catch(() => undefined);
  }
}
