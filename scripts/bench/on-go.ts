/** Works at every SIGUSR2 and tells what it came to in a line of JSON, until SIGTERM. */
export function onGo(work: () => Promise<unknown>, end: () => Promise<void> = async () => undefined): void {
  const alive = setInterval(() => undefined, 60_000);
  const tell = (found: unknown) => void process.stdout.write(`${JSON.stringify(found)}\n`);
  process.on("SIGUSR2", () => {
    work().then(tell, (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
      process.exit(1);
    });
  });
  process.once("SIGTERM", () => {
    clearInterval(alive);
    // The default one would end it before a profile is written.
    void end().then(() => process.exit(0));
  });
  tell({ isReady: true });
}
