import { BoundedLog } from "../bounded-log";
import type { JsonObject } from "../webhooks/envelope";

/** A message Graph accepted. Written before the first byte of the answer, whatever then becomes of the answer. */
export interface Effect {
  wamid: string;
  /** Unix ms. */
  at: number;
  phoneNumberId: string;
  /** As the caller wrote it. */
  input: string;
  /** Whom it is for, as customers are named everywhere in the control API. */
  customer: string;
  recipient: {
    waId?: string;
    userId?: string;
    parentUserId?: string;
    isAddressedByUserId: boolean;
    /** `waId` is the id of a group then. */
    isGroup?: boolean;
  };
  /** False for a user id in `to`: accepted, never delivered, no receipts. */
  isDeliverable: boolean;
  type: string;
  text: string;
  opaque?: string;
  category: string;
  payload: JsonObject;
  /** True when the caller got no complete 200: cut, truncated, hanging or replaced by an error. */
  isAnswerLost: boolean;
  ruleId?: string;
}

/** pending: still delayed by a fault. */
type CallOutcome = "pending" | "accepted" | "refused" | "cut" | "hung" | "http-error";

/** One call to Graph, accepted or not. Written on arrival, completed while it is worked on. */
export interface GraphCall {
  at: number;
  kind: "send" | "read" | "typing" | "media" | "object";
  /** Of an object call: the id of whatever was asked about. */
  phoneNumberId: string;
  outcome: CallOutcome;
  /** HTTP status answered; null when the caller got none. */
  status: number | null;
  code?: number;
  details?: string;
  input?: string;
  type?: string;
  text?: string;
  opaque?: string;
  /** Of the accepted message, or of the message read. */
  wamid?: string;
  mediaId?: string;
  ruleId?: string;
}

/** By `biz_opaque_callback_data`: how often Graph was called and how often it accepted. */
export interface OpaqueCount {
  attempted: number;
  accepted: number;
}

export interface EffectQuery {
  wamid?: string;
  opaque?: string;
  recipient?: string;
}

const EFFECTS_KEPT_MAX = 500_000;
const CALLS_KEPT_MAX = 100_000;

class Index {
  readonly #byKey = new Map<string, Effect[]>();

  get(key: string): Effect[] {
    return this.#byKey.get(key) ?? [];
  }

  add(key: string | undefined, effect: Effect): void {
    if (key === undefined) return;
    const effects = this.#byKey.get(key);
    if (effects) effects.push(effect);
    else this.#byKey.set(key, [effect]);
  }

  /** Effects leave in the order they came, so it is always the first of its key. */
  removeOldest(key: string | undefined): void {
    if (key === undefined) return;
    const effects = this.#byKey.get(key);
    effects?.shift();
    if (effects?.length === 0) this.#byKey.delete(key);
  }

  clear(): void {
    this.#byKey.clear();
  }
}

/**
 * What really happened on Meta's side: the oracle of "never lost, never twice". Lookups are indexed; details are
 * bounded (`evicted` says whether some are gone), counts per opaque id are kept until a reset.
 */
export class EffectsLedger {
  readonly #byWamid = new Index();
  readonly #byOpaque = new Index();
  readonly #byRecipient = new Index();
  readonly #effects = new BoundedLog<Effect>({
    max: EFFECTS_KEPT_MAX,
    onEvict: (effect) => this.#unindex(effect),
  });
  readonly #calls = new BoundedLog<GraphCall>({ max: CALLS_KEPT_MAX });
  readonly #counts = new Map<string, OpaqueCount>();
  readonly #acceptedTwice = new Set<string>();
  readonly #byOutcome: Record<string, number> = {};
  #acceptedTotal = 0;

  accept(effect: Effect): void {
    this.#acceptedTotal += 1;
    this.#effects.append(effect);
    this.#byWamid.add(effect.wamid, effect);
    this.#byOpaque.add(effect.opaque, effect);
    for (const key of recipientKeys(effect)) this.#byRecipient.add(key, effect);
    if (effect.opaque === undefined) return;
    const count = this.#countFor(effect.opaque);
    count.accepted += 1;
    if (count.accepted > 1) this.#acceptedTwice.add(effect.opaque);
  }

  beginCall(call: GraphCall): void {
    this.#calls.append(call);
    if (call.kind === "send" && call.opaque !== undefined) this.#countFor(call.opaque).attempted += 1;
  }

  endCall(call: GraphCall): void {
    const key = `${call.kind}:${call.outcome}`;
    this.#byOutcome[key] = (this.#byOutcome[key] ?? 0) + 1;
  }

  findByWamid(wamid: string): Effect | undefined {
    return this.#byWamid.get(wamid)[0];
  }

  /** The newest `limit` effects for which all that is given holds, oldest first. */
  effects(query: EffectQuery, limit: number): Effect[] {
    const { wamid, opaque, recipient } = query;
    const matches = (effect: Effect) =>
      (wamid === undefined || effect.wamid === wamid) &&
      (opaque === undefined || effect.opaque === opaque) &&
      (recipient === undefined || recipientKeys(effect).includes(recipient));
    if (wamid !== undefined) return this.#byWamid.get(wamid).filter(matches);
    if (opaque !== undefined) return this.#byOpaque.get(opaque).filter(matches).slice(-limit);
    if (recipient !== undefined) return this.#byRecipient.get(recipient).slice(-limit);
    return this.#effects.newest(limit);
  }

  calls(limit: number, matches: (call: GraphCall) => boolean): GraphCall[] {
    return this.#calls.newest(limit, matches);
  }

  countOf(opaque: string): OpaqueCount {
    return this.#counts.get(opaque) ?? { attempted: 0, accepted: 0 };
  }

  summary() {
    return {
      accepted: this.#acceptedTotal,
      opaqueIds: this.#counts.size,
      /** Opaque ids accepted more than once: what an idempotent sender must keep empty. */
      acceptedTwice: [...this.#acceptedTwice],
      /** Calls by kind and outcome, for example `send:refused`. */
      calls: { ...this.#byOutcome },
      evicted: this.#effects.evicted,
    };
  }

  clear(): void {
    for (const part of [this.#byWamid, this.#byOpaque, this.#byRecipient, this.#effects, this.#calls])
      part.clear();
    this.#counts.clear();
    this.#acceptedTwice.clear();
    for (const key of Object.keys(this.#byOutcome)) delete this.#byOutcome[key];
    this.#acceptedTotal = 0;
  }

  #countFor(opaque: string): OpaqueCount {
    const known = this.#counts.get(opaque);
    if (known) return known;
    const count = { attempted: 0, accepted: 0 };
    this.#counts.set(opaque, count);
    return count;
  }

  #unindex(effect: Effect): void {
    this.#byWamid.removeOldest(effect.wamid);
    this.#byOpaque.removeOldest(effect.opaque);
    for (const key of recipientKeys(effect)) this.#byRecipient.removeOldest(key);
  }
}

function recipientKeys({ input, customer, recipient }: Effect): string[] {
  const keys = [recipient.waId, recipient.userId, customer, input].filter((key) => key !== undefined);
  return [...new Set(keys)];
}
