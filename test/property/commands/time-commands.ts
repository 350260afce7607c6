import fc from "fast-check";
import { applyReceipts, type Policy, pass, reconcile, rescue, type Span } from "../time";
import { type Command, command } from "./command";

const span = fc.oneof(
  { arbitrary: fc.constantFrom<Span>("11 seconds", "130 seconds", "11 minutes"), weight: 40 },
  { arbitrary: fc.constant<Span>("25 hours"), weight: 1 },
);

const policy = fc.constantFrom<Policy>("resend", "hold");

export const passing: fc.Arbitrary<Command> = span.map((span) =>
  command({ text: `${span} pass`, play: (world) => pass(world, span) }),
);

/** The cron comes round, perhaps after a while, and gets to the end of its list or dies before. */
export const mending: fc.Arbitrary<Command> = fc
  .record({ after: fc.option(span), policy, steps: fc.integer({ min: 1, max: 3 }) })
  .map(({ after, policy, steps }) =>
    command({
      text: `${after ? `${after} later ` : ""}the cron takes ${steps} step(s), policy: ${policy}`,
      isPossible: ({ state }) => state.jobs.length > 0,
      play: async (world) => {
        if (after) await pass(world, after);
        await rescue(world);
        if (steps > 1) await applyReceipts(world);
        if (steps > 2) await reconcile(world, policy);
      },
    }),
  );
