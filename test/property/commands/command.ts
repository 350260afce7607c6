import fc from "fast-check";
import type { Model } from "../model";
import type { World } from "../world";

export type Command = fc.AsyncCommand<Model, World>;

interface Move {
  /** For the script that a failure prints. */
  text: string;
  isPossible?: (model: Readonly<Model>) => boolean;
  play: (world: World) => Promise<void>;
}

export function command({ text, isPossible = () => true, play }: Move): Command {
  return { check: isPossible, run: (_, world) => play(world), toString: () => text };
}

/** One of a list, whatever the number; the last for 0, so that a shrunk script is about what has just happened. */
export function pick<T>(list: readonly T[], number: number): T | undefined {
  return list.at(-1 - (number % Math.max(list.length, 1)));
}

/** Which customer: mostly the same one, for what happens within one conversation is what matters. */
export const whichCustomer = fc.oneof(
  { arbitrary: fc.constant(0), weight: 5 },
  { arbitrary: fc.constant(1), weight: 1 },
);
