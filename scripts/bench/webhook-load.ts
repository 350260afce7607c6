import { startChild } from "../local/child-process";
import type { WebhookLoad } from "./load-process";
import type { OpenLoopResult } from "./open-loop";

/** Loads the webhook from a process of its own. @throws when it ends without a result. */
export async function loadWebhook(load: WebhookLoad): Promise<OpenLoopResult> {
  const said: string[] = [];
  const child = startChild({
    args: ["--import", "tsx", "scripts/bench/load-process.ts", JSON.stringify(load)],
    onLine: (line) => said.push(line),
  });
  const code = await child.exited;
  if (code !== 0) throw new Error(`The load ended with ${code}: ${said.join("\n")}`);
  return JSON.parse(said.at(-1) ?? "") as OpenLoopResult;
}
