import fc from "fast-check";
import type { Command } from "./command";
import { departing, operating, resuming, speaking } from "./people-commands";
import { claiming, claimingAnyway, goingOn, prolonging, stumbling } from "./runner-commands";
import { mending, passing } from "./time-commands";
import { delivering, receiving, redelivering } from "./webhook-commands";

/** Anything that can happen, about as often as it makes a run interesting. */
export const anyCommand: fc.Arbitrary<Command> = fc.oneof(
  { arbitrary: delivering, weight: 12 },
  { arbitrary: claiming, weight: 30 },
  { arbitrary: goingOn, weight: 15 },
  { arbitrary: mending, weight: 15 },
  { arbitrary: receiving, weight: 12 },
  { arbitrary: speaking, weight: 12 },
  { arbitrary: operating, weight: 6 },
  { arbitrary: passing, weight: 8 },
  { arbitrary: resuming, weight: 8 },
  { arbitrary: stumbling, weight: 2 },
  { arbitrary: prolonging, weight: 2 },
  { arbitrary: redelivering, weight: 2 },
  { arbitrary: claimingAnyway, weight: 2 },
  { arbitrary: departing, weight: 1 },
);
