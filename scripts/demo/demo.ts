// The main job, end to end, on this machine and nothing else.
// Usage: npm run demo                stays up with the inbox and the phone
//        npm run demo -- --open     and opens the browser, where there is a screen
//        npm run demo -- --exit      ends after the script: 0 when every line held, 1 when one did not, 2 when it could not run

import { once } from "node:events";
import { Command } from "commander";
import { disconnectDatabase } from "@/infra/database/prisma";
import { describeError } from "@/lib/errors";
import { narrateEvent } from "./narrate";
import { openBrowser } from "./open-browser";
import { sayAddresses } from "./say-addresses";
import * as scenes from "./scenes";
import { type Line, paint, say, table } from "./screen";
import { startDemoStack } from "./start-demo-stack";
import * as whatsapp from "./whatsapp-scenes";

const { exit, open } = new Command("npm run demo --")
  .description(
    "Plays customer conversations against the real app, a real PostgreSQL and a simulated WhatsApp.",
  )
  .option("--exit", "end after the script, with 0 only if every line of the table held")
  .option("--open", "open the inbox and the phone in the browser")
  .parse()
  .opts<{ exit?: boolean; open?: boolean }>();

const interrupted = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => interrupted.abort());

process.exitCode = await main();

async function main(): Promise<0 | 1 | 2> {
  let stack: Awaited<ReturnType<typeof startDemoStack>> | undefined;
  try {
    stack = await startDemoStack(interrupted.signal);
    const lines = await play(stack);
    table(lines);
    const isProved = lines.every(({ held }) => held);
    say(isProved ? paint("good", "\n  Every line held.") : paint("bad", "\n  Not every line held."));
    if (!exit && !interrupted.signal.aborted) await stayUp(stack);
    return isProved ? 0 : 1;
  } catch (error) {
    if (interrupted.signal.aborted) return 2;
    say(paint("bad", `\n${describeError(error)}`));
    return 2;
  } finally {
    await disconnectDatabase();
    await stack?.stop();
  }
}

async function play({
  simulator,
  isAiScripted,
}: Awaited<ReturnType<typeof startDemoStack>>): Promise<Line[]> {
  const events = await simulator.events();
  void (async () => {
    for await (const event of events) narrateEvent(event);
  })();
  const story = new scenes.Story(simulator);
  // A real AI cannot be switched off from here, and does not repeat what it was asked.
  const scripted = isAiScripted
    ? [scenes.burstAnsweredOnce, scenes.aiFallsBack, scenes.noAiNoSilence, scenes.handedOver]
    : [];
  const script = [
    scenes.answered,
    scenes.duplicateAbsorbed,
    scenes.lostResponseSettled,
    whatsapp.filesArrive,
    whatsapp.oneConversationWithoutNumber,
    whatsapp.stopObeyed,
    ...scripted,
    scenes.cronRan,
    scenes.everythingInPlace,
  ];
  const lines: Line[] = [];
  for (const scene of script) {
    if (interrupted.signal.aborted) break;
    lines.push(
      await scene(story).catch((error) => ({ claim: scene.name, held: false, seen: describeError(error) })),
    );
  }
  events.close();
  return lines;
}

async function stayUp({ appUrl }: Awaited<ReturnType<typeof startDemoStack>>): Promise<void> {
  sayAddresses(appUrl);
  if (open) openBrowser(`${appUrl}/dev/phone`);
  say(paint("quiet", "\n  Ctrl-C ends everything."));
  await once(interrupted.signal, "abort");
  say("\n  Stopping …");
}
