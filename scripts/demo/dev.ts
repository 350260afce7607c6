// The same local stack as the demo, with hot reload and no script.
// Usage: npm run dev                 -- --open also opens the browser, where there is a screen

import { once } from "node:events";
import { parseArgs } from "node:util";
import { disconnectDatabase } from "@/infra/database/prisma";
import { describeError } from "@/lib/errors";
import { openBrowser } from "./open-browser";
import { sayAddresses } from "./say-addresses";
import { paint, say } from "./screen";
import { startDemoStack } from "./start-demo-stack";

const { values } = parseArgs({ options: { open: { type: "boolean", default: false } } });
const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());

process.exitCode = await main();

async function main(): Promise<0 | 2> {
  try {
    const stack = await startDemoStack(interrupted.signal, "development");
    sayAddresses(stack.appUrl);
    if (values.open) openBrowser(`${stack.appUrl}/dev/phone`);
    say(paint("quiet", "  Log     .local/app.log\n\n  Ctrl-C ends everything.\n"));
    if (!interrupted.signal.aborted) await once(interrupted.signal, "abort");
    await stack.stop();
    return 0;
  } catch (error) {
    say(paint("bad", `\n${describeError(error)}`));
    return 2;
  } finally {
    await disconnectDatabase();
  }
}
