import { BoundedLog } from "./bounded-log";

/** What can happen. `customer` is the phone number (digits), or the business-scoped user id where none is known. */
export type SimulatorEventBody =
  | {
      type: "message";
      wamid: string;
      customer: string;
      phoneNumberId: string;
      messageType: string;
      text: string;
      /** As it stands in the webhook. */
      payload?: Record<string, unknown>;
    }
  | {
      type: "delivery";
      deliveryId: string;
      kind: string;
      attempt: number;
      status: number | null;
      error?: string;
      elapsedMs: number;
      state: string;
    }
  | {
      type: "send";
      outcome: string;
      customer: string;
      phoneNumberId: string;
      messageType: string;
      text: string;
      wamid?: string;
      opaque?: string;
      code?: number;
      payload?: Record<string, unknown>;
    }
  | { type: "receipt"; wamid: string; status: string; customer: string; code?: number }
  | { type: "read"; wamid: string; customer: string; phoneNumberId: string; isTyping: boolean }
  | { type: "media"; action: string; mediaId: string; outcome: string }
  | { type: "ai"; provider: string; model: string; answer: string; status: number | null; elapsedMs: number }
  | { type: "control"; action: string; detail: string };

/** `seq` grows by one per event and never repeats within a run, also over a reset; `at` is ISO 8601. */
export type SimulatorEvent = SimulatorEventBody & { seq: number; at: string };

const EVENTS_KEPT_MAX = 10_000;

/** Everything that happens, in order, for the event stream, the CLI and the phone page. */
export class EventLog {
  readonly #log = new BoundedLog<SimulatorEvent>({ max: EVENTS_KEPT_MAX });
  readonly #listeners = new Set<(event: SimulatorEvent) => void>();
  #seq = 0;

  append(body: SimulatorEventBody): void {
    this.#seq += 1;
    const event: SimulatorEvent = { seq: this.#seq, at: new Date().toISOString(), ...body };
    this.#log.append(event);
    for (const listener of this.#listeners) listener(event);
  }

  /** Calls back for kept events later than `after` (all that are kept: 0; none: Infinity), then for each new one. */
  subscribe(listener: (event: SimulatorEvent) => void, after: number): () => void {
    for (const event of this.#log.newest(EVENTS_KEPT_MAX, (kept) => kept.seq > after)) listener(event);
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  clear(): void {
    this.#log.clear();
  }
}
