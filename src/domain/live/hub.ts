// One per process. While anybody listens it asks the database once a tick, for all organizations together, reads the rows
// behind the changes once per organization, and tells everybody: another listener costs no query.

import { setTimeout as sleep } from "node:timers/promises";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { CHANGES_MAX, type Reading, readSinceSnapshot, type StoredChange } from "./change-feed";
import { type Changes, loadChanges, reset } from "./changes";
import { writeCursor } from "./cursor";

const TICK_MS = 300;
/** While the database is away. */
const RETRY_MS = 2_000;
/** Changes are kept for ten minutes (maintenance, trimChanges); what was missed for nearly as long may be gone. */
export const KEPT_MS = 9 * 60_000;

export type Listener = (changes: Changes) => void;

class LiveHub {
  readonly #listeners = new Map<string, Set<Listener>>();
  #last: Reading | null = null;
  #ticking: Promise<void> | null = null;
  #isRunning = false;
  #wasAway = false;

  /** Where everybody who listens stands. */
  get cursor(): string | null {
    return this.#last && writeCursor(this.#last);
  }

  /**
   * Listens from now on: once this resolves, every change that commits later is told. A tick that is under way does not know of
   * the new listener and may look later than whoever asks beside it, so it is waited for. @throws when the database is away.
   */
  async listen(organizationId: string, listener: Listener): Promise<() => void> {
    const listeners = this.#listeners.get(organizationId) ?? new Set();
    this.#listeners.set(organizationId, listeners.add(listener));
    const stop = () => this.#leave(organizationId, listener);
    try {
      await this.#ticking?.catch(() => undefined);
      if (!this.#last) await this.#tickOnce();
      if (!this.#isRunning) void this.#keepTicking();
      return stop;
    } catch (error) {
      stop();
      throw error;
    }
  }

  #leave(organizationId: string, listener: Listener): void {
    const listeners = this.#listeners.get(organizationId);
    listeners?.delete(listener);
    if (listeners?.size === 0) this.#listeners.delete(organizationId);
  }

  async #keepTicking(): Promise<void> {
    this.#isRunning = true;
    while (this.#listeners.size > 0) {
      await sleep(this.#wasAway ? RETRY_MS : TICK_MS, undefined, { ref: false });
      if (this.#listeners.size > 0) await this.#tickOnce().then(this.#isBack, this.#isAway);
    }
    this.#isRunning = false;
    this.#last = null;
  }

  readonly #isBack = () => {
    this.#wasAway = false;
  };

  /** The snapshot stays: what is missed meanwhile is told when the database is back. */
  readonly #isAway = (error: unknown) => {
    if (!this.#wasAway) log("warn", "[LIVE] Changes cannot be read", { error: String(error) });
    this.#wasAway = true;
  };

  /** One at a time. */
  #tickOnce(): Promise<void> {
    this.#ticking ??= this.#tick().finally(() => {
      this.#ticking = null;
    });
    return this.#ticking;
  }

  async #tick(): Promise<void> {
    const before = this.#last;
    const reading = await readSinceSnapshot(before?.snapshot ?? null, [...this.#listeners.keys()]);
    const cursor = writeCursor(reading);
    const isLost = before !== null && (before.epoch !== reading.epoch || reading.at - before.at > KEPT_MS);
    if (isLost || reading.changes.length > CHANGES_MAX) this.#tellAll(reset(cursor));
    else
      for (const [id, changes] of byOrganization(reading.changes))
        this.#tell(id, await loadChanges(id, changes, cursor));
    // Last: when rows could not be read, the next tick finds the same changes again.
    this.#last = reading;
  }

  #tellAll(changes: Changes): void {
    for (const organizationId of this.#listeners.keys()) this.#tell(organizationId, changes);
  }

  #tell(organizationId: string, changes: Changes): void {
    for (const listener of this.#listeners.get(organizationId) ?? []) listener(changes);
  }
}

function byOrganization(changes: StoredChange[]): Map<string, StoredChange[]> {
  const found = new Map<string, StoredChange[]>();
  for (const change of changes) {
    const { organizationId } = change;
    found.set(organizationId, [...(found.get(organizationId) ?? []), change]);
  }
  return found;
}

export function liveHub(): LiveHub {
  return oncePerProcess("live-hub", () => new LiveHub());
}
