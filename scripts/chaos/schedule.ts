// Who is struck when. The plan follows from the seed alone, so that a run can be repeated; what the strikes meet at that
// moment cannot.

import type { Random } from "./random";

export type Strike =
  /** SIGKILL; started again after `downMs`. */
  | { kind: "kill"; process: string; downMs: number }
  /** SIGSTOP for longer than a lease, then SIGCONT. */
  | { kind: "stop"; process: string; stoppedMs: number }
  | { kind: "terminate backends"; count: number }
  /** fast: clients are cut, a checkpoint is written. crash: SIGKILL of the postmaster, recovery from the log. */
  | { kind: "restart PostgreSQL"; how: "fast" | "crash"; downMs: number }
  /** Every call is refused for a while: by Meta, for the number's rate, by both AIs. */
  | { kind: "outage"; of: "Meta" | "number" | "AI"; forMs: number }
  /** One send that Meta does not take and does not answer. */
  | { kind: "swallow a send" };

export type PlannedStrike = Strike & { atMs: number };

export const apps = ["app 1", "app 2"] as const;
export const workers = ["worker 1", "worker 2"] as const;

interface Series {
  everyMs: number;
  /** How many there are at least, however short the run. */
  min: number;
  make: (random: Random, at: { index: number; share: number }) => Strike;
}

/** App 1 is left alone after the start (only what it talks to goes on failing): its memory is watched later. */
function appToStrike(random: Random, share: number): string {
  return share < 0.1 ? random.pick(apps) : apps[1];
}

function allSeries(leaseMs: number, first: number): Series[] {
  const stoppedMs = (random: Random) => leaseMs + random.whole(1_000, 4_000);
  return [
    {
      everyMs: 12_000,
      min: 2,
      make: (random, { share }) => ({
        kind: "kill",
        process: appToStrike(random, share),
        downMs: random.whole(500, 3_000),
      }),
    },
    {
      everyMs: 8_000,
      min: 2,
      make: (random) => ({ kind: "kill", process: random.pick(workers), downMs: random.whole(500, 4_000) }),
    },
    {
      everyMs: 18_000,
      min: 1,
      make: (random) => ({ kind: "stop", process: random.pick(workers), stoppedMs: stoppedMs(random) }),
    },
    {
      everyMs: 40_000,
      min: 1,
      make: (random) => ({ kind: "stop", process: apps[1], stoppedMs: stoppedMs(random) }),
    },
    {
      everyMs: 6_000,
      min: 2,
      make: (random) => ({ kind: "terminate backends", count: random.whole(1, 6) }),
    },
    {
      everyMs: 20_000,
      min: 2,
      make: (random, { index }) => ({
        kind: "restart PostgreSQL",
        how: (index + first) % 2 === 0 ? "fast" : "crash",
        downMs: random.whole(0, 1_500),
      }),
    },
    {
      everyMs: 15_000,
      min: 2,
      make: (random, { index }) => ({
        kind: "outage",
        of: index % 2 === 0 ? "Meta" : "AI",
        forMs: random.whole(1_000, 3_000),
      }),
    },
    {
      // Rare and short: the product slows a number down for a minute after each.
      everyMs: 90_000,
      min: 1,
      make: (random) => ({ kind: "outage", of: "number", forMs: random.whole(300, 1_000) }),
    },
    { everyMs: 1_500, min: 4, make: () => ({ kind: "swallow a send" }) },
  ];
}

/** Each kind is spread over the run, one a slot at a random moment of it, so that every run has some of each. */
export function planStrikes(
  random: Random,
  { durationMs, leaseMs }: { durationMs: number; leaseMs: number },
): PlannedStrike[] {
  const planned = allSeries(leaseMs, random.whole(0, 1)).flatMap(({ everyMs, min, make }) => {
    const count = Math.max(min, Math.round(durationMs / everyMs));
    return Array.from({ length: count }, (_, index) => {
      const share = (index + 0.2 + 0.6 * random.next()) / count;
      return { ...make(random, { index, share }), atMs: Math.round(share * durationMs) };
    });
  });
  return planned.sort((a, b) => a.atMs - b.atMs);
}
