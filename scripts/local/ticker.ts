/** Calls a cron route again and again, as a scheduler would, never twice at once. The URL is asked for at each call. */
export function startTicker(url: () => string, secret: string, everyMs: number): { stop(): void } {
  let isCalling = false;
  const timer = setInterval(async () => {
    if (isCalling) return;
    isCalling = true;
    // A call that fails is what the next one is for; the app's own log says why.
    await fetch(url(), { headers: { authorization: `Bearer ${secret}` } }).catch(() => undefined);
    isCalling = false;
  }, everyMs);
  return { stop: () => clearInterval(timer) };
}
