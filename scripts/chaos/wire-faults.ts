// What goes wrong on the wire: at Meta, at the AIs, on the way of webhooks. The simulator does it by its rules; this adds
// and removes them, and counts how often each kind has struck.

import { setTimeout as sleep } from "node:timers/promises";
import type { ControlClient, FaultDraft } from "@/simulator";
import type { Random } from "./random";
import { chances } from "./wire-chances";

export type OutageOf = "Meta" | "number" | "AI";

const outages: Record<OutageOf, { kind: string; draft: FaultDraft }> = {
  Meta: { kind: "Meta: outage, 133004", draft: { target: "send", action: { type: "refuse", code: 133004 } } },
  number: {
    kind: "Meta: number at its limit, 130429",
    draft: { target: "send", action: { type: "refuse", code: 130429 } },
  },
  AI: { kind: "AI: outage, 503", draft: { target: "ai", action: { type: "refuse", status: 503 } } },
};

/** Neither taken nor answered as Meta would: only silence tells, and then the policy sends once more. */
const swallowing = [
  { type: "hang" },
  { type: "cut-before-accept" },
  { type: "http-error", status: 502 },
  { type: "http-error", status: 500 },
] as const;

/** A rule that has met no send by then is taken back: what is sent again by policy must not meet it (see swallowOne). */
const SWALLOW_WITHIN_MS = 5_000;

export class WireFaults {
  readonly #meta: ControlClient;
  readonly #random: Random;
  readonly #kinds = new Map<string, string>();
  readonly #counted = new Map<string, number>();
  #ended = false;

  constructor(meta: ControlClient, random: Random) {
    this.#meta = meta;
    this.#random = random;
  }

  async start(): Promise<void> {
    for (const { kind, probability, draft } of chances) {
      const seed = this.#random.whole(1, 1_000_000);
      await this.#add(kind, { ...draft, when: { probability, seed } });
    }
  }

  /** Everything is refused for a while. */
  async outage(of: OutageOf, forMs: number, signal: AbortSignal): Promise<void> {
    const id = await this.#add(outages[of].kind, outages[of].draft);
    await sleep(forMs, undefined, { signal }).catch(() => undefined);
    // The end of the run removes all rules at once.
    if (!this.#ended) await this.#remove(id);
  }

  /**
   * The next send to one of these customers is neither taken nor answered. A second unknown outcome of one job would be
   * left to a person, so none of them may have an uncertain send already.
   */
  async swallowOne(customers: readonly string[], signal: AbortSignal): Promise<boolean> {
    if (customers.length === 0) return false;
    const match = { recipient: this.#random.pick(customers) };
    const action = this.#random.pick(swallowing);
    const id = await this.#add("Meta: does not take it, does not answer", {
      target: "send",
      action,
      when: { next: 1 },
      match,
    });
    await sleep(SWALLOW_WITHIN_MS, undefined, { signal }).catch(() => undefined);
    if (!this.#ended) await this.#remove(id);
    return true;
  }

  /** How often each kind has struck. */
  async counts(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { id, hits } of this.#ended ? [] : await this.#meta.faults()) this.#counted.set(id, hits);
    for (const [id, kind] of this.#kinds) counts[kind] = (counts[kind] ?? 0) + (this.#counted.get(id) ?? 0);
    return counts;
  }

  /** Nothing goes wrong on the wire from now on. */
  async end(): Promise<void> {
    await this.counts();
    this.#ended = true;
    await this.#meta.clearFaults();
  }

  async #add(kind: string, draft: FaultDraft): Promise<string> {
    const { id } = await this.#meta.addFault(draft);
    this.#kinds.set(id, kind);
    return id;
  }

  async #remove(id: string): Promise<void> {
    await this.counts();
    // The end of the run may have removed it this very moment.
    await this.#meta.removeFault(id).catch(() => undefined);
  }
}
