// Carries the plan out: strikes processes, PostgreSQL and the wire at their time, and heals everything at the end.

import { setMaxListeners } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChaosPostgres } from "./chaos-postgres";
import type { Database } from "./database";
import type { Load } from "./load";
import type { Product } from "./product";
import type { Random } from "./random";
import type { PlannedStrike, Strike } from "./schedule";
import type { WireFaults } from "./wire-faults";

export interface Struck {
  /** Unix ms. */
  at: number;
  strike: Strike;
  /** False when there was nothing to strike at that moment: it was down already. */
  hasHit: boolean;
}

export interface Battlefield {
  product: Product;
  postgres: ChaosPostgres;
  database: Database;
  wire: WireFaults;
  load: Load;
  random: Random;
}

const JUST_WRITTEN = 10;

export class Fire {
  /** What was done, in the order in which it was begun. */
  readonly struck: Struck[] = [];
  readonly #field: Battlefield;
  readonly #over = new AbortController();
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #going = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];

  constructor(field: Battlefield) {
    this.#field = field;
    setMaxListeners(0, this.#over.signal); // Every strike that lasts listens.
  }

  start(plan: PlannedStrike[]): void {
    for (const { atMs, ...strike } of plan) {
      this.#timers.push(setTimeout(() => this.#strike(strike), atMs));
    }
  }

  /** No more strikes. Resolves when those under way are over, cut short. */
  async cease(): Promise<void> {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#over.abort();
    await Promise.all(this.#going);
  }

  /**
   * Ceases; then everything runs again and nothing goes wrong on the wire any more.
   * @throws when a strike itself has failed: then the run was not what it claims to be.
   */
  async heal(): Promise<void> {
    await this.#field.wire.end();
    await this.cease();
    if (this.#failures.length > 0) throw this.#failures[0];
    await this.#field.product.heal();
  }

  #strike(strike: Strike): void {
    const struck: Struck = { at: Date.now(), strike, hasHit: false };
    this.struck.push(struck);
    const going = this.#carryOut(strike, struck)
      .catch((error: unknown) => void this.#failures.push(error))
      .finally(() => this.#going.delete(going));
    this.#going.add(going);
  }

  async #carryOut(strike: Strike, struck: Struck): Promise<void> {
    const { postgres, database, wire, random } = this.#field;
    switch (strike.kind) {
      case "kill":
        return this.#kill(strike, struck);
      case "stop":
        return this.#stop(strike, struck);
      case "terminate backends":
        // The database may be away: then there is nothing to cut.
        struck.hasHit = (await database.terminateBackends(strike.count, random).catch(() => 0)) > 0;
        return;
      case "restart PostgreSQL":
        struck.hasHit = true;
        return postgres.restart(strike.how, strike.downMs);
      case "outage":
        struck.hasHit = true;
        return wire.outage(strike.of, strike.forMs, this.#over.signal);
      case "swallow a send":
        struck.hasHit = await wire.swallowOne(await this.#swallowable(), this.#over.signal);
        return;
    }
  }

  /** Customers who have just written and wait for an answer that has not been tried in vain yet. */
  async #swallowable(): Promise<string[]> {
    const { database, load } = this.#field;
    const spared = await database.customersInDoubt().catch(() => load.customers);
    return load.written
      .slice(-JUST_WRITTEN)
      .flatMap(({ customer }) => (spared.includes(customer) ? [] : customer));
  }

  async #kill({ process: name, downMs }: Extract<Strike, { kind: "kill" }>, struck: Struck): Promise<void> {
    const process = this.#field.product.named(name);
    struck.hasHit = process?.kill() ?? false;
    await this.#pause(downMs);
    process?.start();
  }

  async #stop(
    { process: name, stoppedMs }: Extract<Strike, { kind: "stop" }>,
    struck: Struck,
  ): Promise<void> {
    const resume = this.#field.product.named(name)?.pause();
    struck.hasHit = resume !== undefined;
    await this.#pause(stoppedMs);
    resume?.();
  }

  /** The end of the run cuts it short. */
  #pause(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#over.signal }).catch(() => undefined);
  }
}
