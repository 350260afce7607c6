import type { AiFault, CallFault, FaultRule, MediaFault, SendFault, WebhookFault } from "./fault-rule";
import { faultDraftSchema } from "./fault-rule";

interface FaultsByTarget {
  send: SendFault;
  read: CallFault;
  media: MediaFault;
  object: CallFault;
  webhook: WebhookFault;
  receipt: WebhookFault;
  "ai:deepseek": AiFault;
  "ai:openai": AiFault;
}

/** What a rule may be matched on. */
export interface FaultOccasion {
  recipients?: string[];
  text?: string;
  phoneNumberId?: string;
  mediaId?: string;
}

export interface ChosenFault<Action> {
  ruleId: string;
  action: Action;
}

/** mulberry32: a small seeded generator, so that a run with `probability` can be repeated exactly. */
function randomFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function matches(rule: FaultRule, occasion: FaultOccasion): boolean {
  const { recipient, textContains, phoneNumberId, mediaId } = rule.match;
  if (recipient !== undefined && !occasion.recipients?.includes(recipient)) return false;
  if (textContains !== undefined && !occasion.text?.includes(textContains)) return false;
  if (mediaId !== undefined && occasion.mediaId !== mediaId) return false;
  return phoneNumberId === undefined || occasion.phoneNumberId === phoneNumberId;
}

/** The rules in the order they were added; the first that matches and is due decides. */
export class FaultRules {
  readonly #rules = new Map<string, { rule: FaultRule; random: () => number }>();
  #count = 0;

  /** Throws ZodError on a draft that is not a rule. */
  add(draft: unknown): FaultRule {
    const parsed = faultDraftSchema.parse(draft);
    this.#count += 1;
    const rule: FaultRule = { ...parsed, id: `fault-${this.#count}`, seen: 0, hits: 0 };
    const seed = typeof rule.when === "object" && "seed" in rule.when ? rule.when.seed : 1;
    this.#rules.set(rule.id, { rule, random: randomFrom(seed) });
    return rule;
  }

  remove(id: string): boolean {
    return this.#rules.delete(id);
  }

  list(): FaultRule[] {
    return [...this.#rules.values()].map(({ rule }) => rule);
  }

  clear(): void {
    this.#rules.clear();
  }

  choose<Target extends keyof FaultsByTarget>(
    target: Target,
    occasion: FaultOccasion,
  ): ChosenFault<FaultsByTarget[Target]> | undefined {
    for (const { rule, random } of this.#rules.values()) {
      if (rule.target !== target && !(rule.target === "ai" && target.startsWith("ai:"))) continue;
      if (!matches(rule, occasion)) continue;
      rule.seen += 1;
      if (!this.#isDue(rule, random)) continue;
      rule.hits += 1;
      // The schema allows a target only its own actions; the compiler cannot follow that through the comparison.
      return { ruleId: rule.id, action: rule.action as FaultsByTarget[Target] };
    }
    return undefined;
  }

  #isDue(rule: FaultRule, random: () => number): boolean {
    const { when } = rule;
    if (when === "always") return true;
    if ("next" in when) return rule.hits < when.next;
    if ("everyNth" in when) return rule.seen % when.everyNth === 0;
    return random() < when.probability;
  }
}
