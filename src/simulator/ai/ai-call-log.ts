import { BoundedLog } from "../bounded-log";

/** One request to a model. Written on arrival, completed when it ends. */
export interface AiCall {
  id: string;
  provider: string;
  model: string;
  /** Unix ms. */
  at: number;
  messageCount: number;
  /** What the customer said and the assistant had not answered yet. */
  userTexts: string[];
  /** Names of the tools offered. */
  tools: string[];
  /** What it ended in: text, tool-call, hung, cut, refused …; pending before. */
  answer: string;
  status: number | null;
  /** The client left before the answer was complete. */
  isAborted: boolean;
  elapsedMs: number | null;
  ruleId?: string;
  /** X-Client-Request-Id. */
  clientRequestId: string | null;
  /** What was billed: for every answer that was made, whether or not anybody waited for it. */
  billed?: { inputTokens: number; outputTokens: number; cachedTokens: number };
}

const CALLS_KEPT_MAX = 50_000;

export class AiCallLog {
  readonly #calls = new BoundedLog<AiCall>({ max: CALLS_KEPT_MAX });
  #total = 0;

  get total(): number {
    return this.#total;
  }

  append(call: AiCall): void {
    this.#total += 1;
    this.#calls.append(call);
  }

  newest(limit: number, matches: (call: AiCall) => boolean): AiCall[] {
    return this.#calls.newest(limit, matches);
  }

  clear(): void {
    this.#calls.clear();
    this.#total = 0;
  }
}
