import { existsSync } from "node:fs";

const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** The browser of the browser tests: CHROMIUM_PATH, or where systems put it. */
export function findChromium(): string | undefined {
  const named = process.env.CHROMIUM_PATH;
  return named ? [named].find(existsSync) : usual.find(existsSync);
}
