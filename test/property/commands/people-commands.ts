import fc from "fast-check";
import type { Customer } from "../model";
import {
  type Departure,
  depart,
  type Operation,
  operate,
  resumeNumber,
  type Speaking,
  speak,
} from "../people";
import { type Command, command, pick, whichCustomer } from "./command";

export const speaking: fc.Arbitrary<Command> = fc
  .record({
    customer: whichCustomer,
    how: fc.oneof(
      { arbitrary: fc.constantFrom<Speaking>("takes over", "hands back"), weight: 3 },
      { arbitrary: fc.constant<Speaking>("hands back"), weight: 2 },
      { arbitrary: fc.constant<Speaking>("writes"), weight: 1 },
      { arbitrary: fc.constant<Speaking>("writes the same again"), weight: 1 },
    ),
  })
  .map(({ customer, how }) =>
    command({
      text: `somebody ${how}`,
      isPossible: (model) => {
        const conversation = model.conversationOf(model.customers[customer] as Customer);
        if (how === "hands back") return conversation?.mode === "HUMAN";
        return conversation !== undefined && (how !== "writes the same again" || model.words > 0);
      },
      play: (world) => speak(world, world.model.customers[customer] as Customer, how),
    }),
  );

export const operating: fc.Arbitrary<Command> = fc
  .record({
    job: fc.nat(3),
    how: fc.constantFrom<Operation>("retries", "cancels", "confirms", "resends"),
  })
  .map(({ job, how }) =>
    command({
      text: `an operator ${how} a job`,
      isPossible: ({ state }) => state.jobs.some(isFor(how)),
      play: async (world) => {
        const found = pick(world.model.state.jobs.filter(isFor(how)), job);
        if (found) await operate(world, found, how);
      },
    }),
  );

const statuses: Record<Operation, string[]> = {
  retries: ["failed", "cancelled"],
  cancels: ["queued", "uncertain", "running"],
  confirms: ["uncertain"],
  resends: ["uncertain"],
};

const isFor =
  (how: Operation) =>
  ({ status }: { status: string }) =>
    statuses[how].includes(status);

export const departing: fc.Arbitrary<Command> = fc
  .record({
    customer: whichCustomer,
    how: fc.constantFrom<Departure>("is deleted", "is erased", "opts out"),
  })
  .map(({ customer, how }) =>
    command({
      text: `a conversation ${how}`,
      isPossible: (model) => model.conversationOf(model.customers[customer] as Customer) !== undefined,
      play: (world) => depart(world, world.model.customers[customer] as Customer, how),
    }),
  );

export const resuming: fc.Arbitrary<Command> = fc.constant(
  command({
    text: "the number is put right",
    isPossible: ({ state }) => !state.isNumberActive,
    play: resumeNumber,
  }),
);
