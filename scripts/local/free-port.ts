import { createServer } from "node:net";

/** The preferred port, or the next one on 127.0.0.1 that nobody listens on. @throws when fifty in a row are taken. */
export async function freePort(preferred: number): Promise<number> {
  for (let port = preferred; port < preferred + 50; port += 1) if (await isFree(port)) return port;
  throw new Error(`No free port between ${preferred} and ${preferred + 49}.`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
