import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, string>> = { darwin: "open", linux: "xdg-open" };

/** Only for somebody at a screen: a browser that cannot be opened is no failure, its address was told. */
export function openBrowser(url: string): void {
  const hasScreen =
    process.platform === "darwin" || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  const opener = openers[process.platform];
  if (!process.stdout.isTTY || !hasScreen || !opener) return;
  const child = spawn(opener, [url], { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}
