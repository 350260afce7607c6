// Every customer message is answered once, whatever happens in whatever order. Random scripts of everything that can
// happen are played against the real SQL, Meta being played in memory; after each step all rules are looked at. At the
// end the world heals, and then nobody may have been forgotten.
//
//   PROPERTY_RUNS   how many scripts are played (150; npm run test:property: 1,000)
//   PROPERTY_SEED   plays the scripts of an earlier run again; every run prints it
//   PROPERTY_PATH   with the seed: plays one script only

import fc from "fast-check";
import { beforeAll, it, vi } from "vitest";
import { ownDatabase } from "../support/own-database";
import { anyCommand } from "./commands/any-command";
import { delivering } from "./commands/webhook-commands";
import { heal } from "./heal";
import { checkFates } from "./rules/check-fates";
import type { Policy } from "./time";
import { setVariable, World } from "./world";

ownDatabase();

const RUNS = Number(process.env.PROPERTY_RUNS ?? 150);
/** In CI the same scripts every time: what fails there has come with the change. Elsewhere always new ones. */
const SEED = Number(process.env.PROPERTY_SEED ?? (process.env.CI ? 20_261_122 : Date.now() % 2 ** 31));
const [PATH, REPLAY_PATH] = process.env.PROPERTY_PATH?.split("@") ?? [];
const COMMANDS_MAX = 50;

const settings = fc.record({
  /** Nothing happens before somebody writes. */
  opening: delivering,
  policy: fc.constantFrom<Policy>("resend", "hold"),
  debounceMs: fc.constantFrom(0, 0, 0, 2_000),
});
const scripts = fc.commands([anyCommand], {
  maxCommands: COMMANDS_MAX,
  size: "max",
  replayPath: REPLAY_PATH,
});

/** The story of the last run that failed: of all that fast-check tries, that is the shortest. */
let story: string[] = [];

beforeAll(() => {
  setVariable("WHATSAPP_ACCESS_TOKEN", "a-token-for-this-test");
  // The plans of prepared statements are made while the tables are empty and kept while they grow.
  const url = new URL(process.env.DATABASE_URL ?? "");
  url.searchParams.set("options", "-c enable_seqscan=off");
  setVariable("DATABASE_URL", url.href);
});

it("every customer message is answered once, whatever happens in whatever order", {
  timeout: RUNS * 5_000,
}, async () => {
  // Retries wait as long as they can: when they are due must not depend on chance.
  vi.spyOn(Math, "random").mockReturnValue(0);
  console.info(`PROPERTY_SEED=${SEED} PROPERTY_RUNS=${RUNS}`);
  const property = fc.asyncProperty(settings, scripts, async ({ policy, debounceMs, opening }, script) => {
    const world = await World.create({ debounceMs });
    try {
      await opening.run(world.model, world);
      await fc.asyncModelRun(() => ({ model: world.model, real: world }), script);
      await heal(world, policy);
      checkFates(world.model);
    } catch (error) {
      story = world.model.story;
      throw error;
    } finally {
      await world.close();
    }
  });
  const replay = PATH === undefined ? {} : { path: PATH, endOnFailure: true };
  const { failed, seed, counterexamplePath, counterexample, errorInstance } = await fc.check(property, {
    numRuns: RUNS,
    seed: SEED,
    unbiased: true, // Short scripts and small numbers are not what this is about.
    ...replay,
  });
  if (!failed) return;
  const [, replayPath] = /replayPath="([^"]*)"/.exec(String(counterexample?.[1])) ?? [];
  const lines = story.map((line, at) => `${String(at + 1).padStart(4)}  ${line}`);
  const again = `PROPERTY_SEED=${seed} PROPERTY_PATH=${counterexamplePath}@${replayPath} npm run test:property`;
  const title = `With ${JSON.stringify(counterexample?.[0])}:`;
  throw new Error([title, ...lines, String(errorInstance), `Again: ${again}`].join("\n"), {
    cause: errorInstance,
  });
});
