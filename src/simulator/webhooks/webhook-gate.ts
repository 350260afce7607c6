import type { WebhookFault } from "../faults/fault-rule";
import type { FaultRules } from "../faults/fault-rules";
import type { PendingWork } from "../pending-work";

/** Something about to become a webhook. `emit` resolves when its first attempt is over. */
export interface Outgoing {
  kind: "message" | "receipt";
  customers: string[];
  text: string;
  phoneNumberId: string;
  emit: () => Promise<unknown>;
}

/** Both absent: everything. */
export interface HoldFilter {
  kind?: "message" | "receipt";
  customer?: string;
}

const REORDER_WAIT_MS = 1000;

function covers(filter: HoldFilter, outgoing: Outgoing): boolean {
  if (filter.kind !== undefined && filter.kind !== outgoing.kind) return false;
  return filter.customer === undefined || outgoing.customers.includes(filter.customer);
}

/** Every webhook passes here: it is held if someone asked for that, changed by a fault rule, or let through. */
export class WebhookGate {
  readonly #faults: FaultRules;
  readonly #work: PendingWork;
  #filters: HoldFilter[] = [];
  #held: Outgoing[] = [];
  #overtaken: { outgoing: Outgoing; cancelTimer: () => void }[] = [];

  constructor(parts: { faults: FaultRules; work: PendingWork }) {
    this.#faults = parts.faults;
    this.#work = parts.work;
  }

  /** Resolves when the first attempt is over; at once for what is held or dropped. */
  async pass(outgoing: Outgoing): Promise<void> {
    if (this.#filters.some((filter) => covers(filter, outgoing))) {
      this.#held.push(outgoing);
      return;
    }
    const target = outgoing.kind === "receipt" ? "receipt" : "webhook";
    const fault = this.#faults.choose(target, {
      recipients: outgoing.customers,
      text: outgoing.text,
      phoneNumberId: outgoing.phoneNumberId,
    });
    if (fault) await this.#applyFault(fault.action, outgoing);
    else await this.#emit(outgoing);
  }

  /** From now on keeps back what the filter covers. */
  hold(filter: HoldFilter): void {
    this.#filters.push(filter);
  }

  /** Ends the holds of exactly this filter (or all, for an empty one) and sends what it covers, one after the other. */
  async release(filter: HoldFilter, options: { isReversed: boolean }): Promise<number> {
    const isAll = filter.kind === undefined && filter.customer === undefined;
    this.#filters = this.#filters.filter(
      (other) => !isAll && (other.kind !== filter.kind || other.customer !== filter.customer),
    );
    const released = this.#held.filter((outgoing) => covers(filter, outgoing));
    this.#held = this.#held.filter((outgoing) => !covers(filter, outgoing));
    if (options.isReversed) released.reverse();
    const done = this.#work.begin();
    for (const outgoing of released) await outgoing.emit();
    done();
    return released.length;
  }

  get heldCount(): number {
    return this.#held.length;
  }

  clear(): void {
    this.#filters = [];
    this.#held = [];
    this.#overtaken = [];
  }

  async #applyFault(action: WebhookFault, outgoing: Outgoing): Promise<void> {
    switch (action.type) {
      case "drop":
        return;
      case "hold":
        this.#held.push(outgoing);
        return;
      case "duplicate":
        await Promise.all(Array.from({ length: action.copies + 1 }, () => outgoing.emit()));
        return;
      case "delay":
        this.#work.after(action.ms, () => void outgoing.emit());
        return;
      case "reorder": {
        const waitMs = action.ms ?? REORDER_WAIT_MS;
        const cancelTimer = this.#work.after(waitMs, () => void this.#sendOvertaken());
        this.#overtaken.push({ outgoing, cancelTimer });
      }
    }
  }

  async #emit(outgoing: Outgoing): Promise<void> {
    await outgoing.emit();
    if (this.#overtaken.length > 0) await this.#sendOvertaken();
  }

  /** Newest first, so that several kept back in a row also change places among themselves. */
  async #sendOvertaken(): Promise<void> {
    const overtaken = this.#overtaken.reverse();
    this.#overtaken = [];
    const done = this.#work.begin();
    for (const { outgoing, cancelTimer } of overtaken) {
      cancelTimer();
      await outgoing.emit();
    }
    done();
  }
}
