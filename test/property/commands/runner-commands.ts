import fc from "fast-check";
import type { Ai, Luck, Meta } from "../luck";
import type { Model, Runner } from "../model";
import type { JobState, State } from "../observe";
import { claim, goOn, prolong, stumble } from "../runner";
import type { World } from "../world";
import { type Command, command, pick } from "./command";

const luck: fc.Arbitrary<Luck> = fc.record({
  ai: fc.oneof(
    { arbitrary: fc.constant<Ai>("one part"), weight: 5 },
    { arbitrary: fc.constant<Ai>("two parts"), weight: 4 },
    { arbitrary: fc.constantFrom<Ai>("handover", "down"), weight: 1 },
  ),
  meta: fc.oneof(
    { arbitrary: fc.constantFrom<Meta>("accepts"), weight: 3 },
    { arbitrary: fc.constantFrom<Meta>("accepts, answer lost", "takes nothing, answer lost"), weight: 4 },
    { arbitrary: fc.constantFrom<Meta>("refuses: its own trouble", "refuses: this recipient"), weight: 3 },
    {
      arbitrary: fc.constantFrom<Meta>(
        "refuses: too much to this customer",
        "refuses: the number sends too much",
        "refuses: the access token",
      ),
      weight: 1,
    },
  ),
});

/** How many steps a runner takes before it dies or falls asleep; most get to the end of their job. */
const steps = fc.oneof({ arbitrary: fc.nat(5), weight: 3 }, { arbitrary: fc.constant(12), weight: 2 });

/** Runners take what is due, as far as they get with it. */
export const claiming: fc.Arbitrary<Command> = fc
  .record({ max: fc.constantFrom(1, 1, 2), steps, luck })
  .map(({ max, steps, luck }) =>
    command({
      text: `runners claim ${max} and take ${steps} step(s); the AI: ${luck.ai}; Meta ${luck.meta}`,
      isPossible: ({ state }) => state.jobs.some((job) => isClaimable(state, job)),
      play: async (world) => {
        for (const runner of await claim(world, max)) await walk(world, { runner, steps, luck });
      },
    }),
  );

/** Nobody should find anything. */
export const claimingAnyway: fc.Arbitrary<Command> = fc.constant(
  command({
    text: "runners look for work",
    isPossible: ({ state }) => state.jobs.some(({ status }) => status === "queued"),
    play: async (world) => void (await claim(world, 10)),
  }),
);

/** A guess that keeps scripts from looking in vain; whether it is right is for the rules to say. */
function isClaimable({ jobs }: State, { id, conversationId, status, isDue }: JobState): boolean {
  if (status !== "queued" || !isDue) return false;
  return !jobs.some(
    (other) =>
      other.conversationId === conversationId &&
      (other.status === "running" ||
        (other.status === "uncertain" && !other.isHeld) ||
        (other.status === "queued" && other.id < id)),
  );
}

/** A runner that was slow, or asleep, or is believed dead. */
export const goingOn: fc.Arbitrary<Command> = fc
  .record({ runner: fc.nat(3), steps: steps.map((count) => count + 1), luck })
  .map(({ runner, steps, luck }) =>
    command({
      text: `a runner goes on for ${steps} step(s); the AI: ${luck.ai}; Meta ${luck.meta}`,
      isPossible: (model) => atWork(model).length > 0,
      play: (world) => withRunner(world, runner, (found) => walk(world, { runner: found, steps, luck })),
    }),
  );

export const stumbling: fc.Arbitrary<Command> = fc.nat(3).map((runner) =>
  command({
    text: "a runner meets an unexpected error",
    // Between the ledger row and the call nothing is thrown.
    isPossible: (model) => pick(atWork(model), runner)?.stage !== "begun" && atWork(model).length > 0,
    play: (world) => withRunner(world, runner, (found) => stumble(world, found)),
  }),
);

export const prolonging: fc.Arbitrary<Command> = fc.nat(3).map((runner) =>
  command({
    text: "a runner prolongs its lease",
    isPossible: (model) => atWork(model).length > 0,
    play: (world) => withRunner(world, runner, (found) => prolong(world, found)),
  }),
);

function atWork({ runners }: Readonly<Model>): Runner[] {
  return runners.filter(({ stage }) => stage !== "over");
}

async function withRunner(
  world: World,
  number: number,
  work: (runner: Runner) => Promise<void>,
): Promise<void> {
  const runner = pick(atWork(world.model), number);
  if (runner) await work(runner);
}

async function walk(world: World, walk: { runner: Runner; steps: number; luck: Luck }): Promise<void> {
  for (let step = 0; step < walk.steps && walk.runner.stage !== "over"; step += 1)
    await goOn(world, walk.runner, walk.luck);
}
