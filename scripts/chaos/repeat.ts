/** Does something again and again, never twice at once. `stop` resolves when the last time is over. */
export function repeat(everyMs: number, work: () => Promise<void>): { stop(): Promise<void> } {
  let isWorking = false;
  let working = Promise.resolve();
  const timer = setInterval(() => {
    if (isWorking) return;
    isWorking = true;
    working = work().finally(() => {
      isWorking = false;
    });
  }, everyMs);
  return {
    stop: () => {
      clearInterval(timer);
      return working;
    },
  };
}
