// One run: the load and the fire, then the calm, then the judgement.

import { setTimeout as sleep } from "node:timers/promises";
import { type Started, startEverything } from "./battlefield";
import { drain } from "./drain";
import { keepEvidence } from "./evidence";
import { Fire } from "./fire";
import type { History } from "./history";
import { Home } from "./home";
import { Load } from "./load";
import { type MemorySample, summariseMemory, watchMemory } from "./memory";
import { showProgress } from "./progress";
import { Random } from "./random";
import { measureRecoveries } from "./recovery";
import { countStruck, type Report } from "./report";
import { routeWebhooks } from "./route-webhooks";
import { planStrikes } from "./schedule";
import { LEASE_SECONDS } from "./settings";
import { countUncertain } from "./uncertain";
import { holds, judge } from "./verdict";
import { WireFaults } from "./wire-faults";

export interface ChaosOptions {
  minutes: number;
  /** Messages a second, of all customers together. */
  rate: number;
  seed: number;
  /** Keeps logs and tables also when everything held. */
  keep: boolean;
  say: (line: string) => void;
}

/** So many that Meta's limit of messages to one customer (one in six seconds) does not slow the run. */
const CUSTOMERS_PER_RATE = 10;
const CUSTOMERS_MIN = 40;

/** @throws when it could not run, or was interrupted. What it has started is ended either way. */
export async function runChaos(options: ChaosOptions, interrupted: AbortSignal): Promise<Report> {
  const home = Home.create();
  const stops: (() => Promise<void>)[] = [];
  let keepsEvidence = false;
  try {
    const started = await startEverything({ home, say: options.say, interrupted }, stops);
    interrupted.throwIfAborted();
    const { report, keep } = await play(started, options, interrupted);
    keepsEvidence = options.keep || !holds(report.verdict) || !report.isDrained;
    if (keepsEvidence) {
      await keep(home.folder);
      options.say(`  Evidence is kept in ${home.folder}`);
    }
    return report;
  } finally {
    for (const stop of stops.toReversed()) await stop();
    home.remove({ keepsEvidence });
  }
}

async function play(started: Started, options: ChaosOptions, interrupted: AbortSignal) {
  const { database, meta, product, secrets, postgres } = started;
  const { minutes, rate, seed, say } = options;
  const random = new Random(seed);
  const durationMs = minutes * 60_000;
  const customers = Math.max(CUSTOMERS_MIN, Math.ceil(rate * CUSTOMERS_PER_RATE));
  const plan = planStrikes(random.fork(), { durationMs, leaseMs: LEASE_SECONDS * 1_000 });
  const load = new Load(meta, random.fork(), customers);
  const wire = new WireFaults(meta, random.fork());
  const fire = new Fire({ ...started, load, wire, random: random.fork() });

  const routing = await routeWebhooks({ product, meta, random: random.fork() }, secrets.CRON_SECRET);
  const progress = showProgress({ database, load, fire, wire }, say);
  const startedAt = Date.now();
  try {
    await wire.start();
    fire.start(plan);
    const memory = watchFromSecondQuarter(started, durationMs);
    await load.write(rate, { forMs: durationMs, signal: interrupted });
    const samples = await memory.stop();
    interrupted.throwIfAborted();
    say("  The time is over: healing, then waiting for the queue to become empty");
    await fire.heal();
    const isDrained = await drain({ database, meta, load, signal: interrupted });
    interrupted.throwIfAborted();

    const history = await readHistory(started, load);
    const report: Report = {
      seed,
      minutes,
      rate,
      customers,
      startedAt,
      isDrained,
      verdict: judge(history),
      uncertain: countUncertain(history),
      faults: { ...(await wire.counts()), ...countStruck(fire.struck) },
      recoveries: measureRecoveries(postgres.restarts, { claims: product.claims, ...history }),
      memory: summariseMemory(samples),
      ownEnds: product.processes.reduce((sum, { ownEnds }) => sum + ownEnds, 0),
    };
    const keep = (folder: string) => keepEvidence(folder, database, { report, history, struck: fire.struck });
    return { report, keep };
  } finally {
    await progress.stop();
    await routing.stop();
    await fire.cease();
  }
}

/** By then app 1 has warmed up, and nobody strikes it any more (schedule). */
function watchFromSecondQuarter(
  { product }: Started,
  durationMs: number,
): { stop(): Promise<MemorySample[]> } {
  const app = product.apps[0]?.process;
  let watch: ReturnType<typeof watchMemory> | undefined;
  const over = new AbortController();
  void sleep(durationMs / 4, undefined, { signal: over.signal }).then(
    () => {
      if (app) watch = watchMemory(app);
    },
    () => undefined, // Interrupted before.
  );
  return {
    stop: async () => {
      over.abort();
      return (await watch?.stop()) ?? [];
    },
  };
}

async function readHistory({ database, meta }: Started, load: Load): Promise<History> {
  const effects = await meta.effects({ limit: 1_000_000 });
  return {
    written: load.written,
    jobs: await database.jobs(),
    sends: await database.sends(),
    effects: effects.map(({ opaque, text, at }) => ({ ledgerId: opaque, text, at })),
  };
}
