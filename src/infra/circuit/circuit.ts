// Circuit breakers around what others run: Meta and each AI provider. One for each name in a process.

import {
  BrokenCircuitError,
  CircuitState,
  ConsecutiveBreaker,
  circuitBreaker,
  handleWhenResult,
} from "cockatiel";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";

export type CircuitName = "meta" | "deepseek" | "openai" | "embeddings" | "transcription";

export interface CircuitStatus {
  name: CircuitName;
  state: "closed" | "open" | "half_open";
  /** Milliseconds until a call is tried again; 0 when one may be made now. */
  retryInMs: number;
}

/** What a call came to, as the circuit sees it. `neither`: it tells nothing about the other side. */
export type Health = "good" | "bad" | "neither";

export interface Circuit {
  /**
   * Makes a call, unless the circuit is open. After CIRCUIT_FAILURES bad results in a row it opens for
   * CIRCUIT_COOLDOWN_MS; then one call is let through, and its result decides.
   */
  call<T>(call: () => Promise<T>, judge: (result: T) => Health): Promise<T | "open">;
  status(): CircuitStatus;
}

interface Judged {
  result: unknown;
  health: Health;
}

const states = {
  [CircuitState.Closed]: "closed",
  [CircuitState.Open]: "open",
  [CircuitState.Isolated]: "open",
  [CircuitState.HalfOpen]: "half_open",
} as const;

/** A result that says nothing must neither close a circuit nor reset its count: it leaves as an error and comes back. */
class NeitherError extends Error {
  constructor(readonly result: unknown) {
    super("Says nothing about the other side");
  }
}

const circuits = () => oncePerProcess("circuits", () => new Map<CircuitName, Circuit>());

export function circuit(name: CircuitName): Circuit {
  const known = circuits().get(name);
  if (known) return known;
  const created = createCircuit(name);
  circuits().set(name, created);
  return created;
}

/** The state of every circuit that has been used in this process. */
export function circuitStatuses(): CircuitStatus[] {
  return [...circuits().values()].map((each) => each.status());
}

function createCircuit(name: CircuitName): Circuit {
  const { CIRCUIT_FAILURES, CIRCUIT_COOLDOWN_MS } = env();
  const isBad = handleWhenResult((judged) => (judged as Judged).health === "bad");
  const policy = circuitBreaker(isBad, {
    halfOpenAfter: CIRCUIT_COOLDOWN_MS,
    breaker: new ConsecutiveBreaker(CIRCUIT_FAILURES),
  });
  let openedAt = 0;
  policy.onBreak(() => {
    openedAt = Date.now();
    log("error", "[CIRCUIT] Opened", { circuit: name, delay: `${CIRCUIT_COOLDOWN_MS}ms` });
  });
  policy.onReset(() => log("info", "[CIRCUIT] Closed", { circuit: name }));

  return {
    async call<T>(call: () => Promise<T>, judge: (result: T) => Health) {
      try {
        const judged = await policy.execute(async () => {
          const result = await call();
          const health = judge(result);
          if (health === "neither") throw new NeitherError(result);
          return { result, health };
        });
        return judged.result;
      } catch (error) {
        if (error instanceof NeitherError) return error.result as T;
        if (error instanceof BrokenCircuitError) return "open";
        throw error;
      }
    },
    status() {
      const state = states[policy.state];
      const retryInMs = state === "open" ? Math.max(0, openedAt + CIRCUIT_COOLDOWN_MS - Date.now()) : 0;
      return { name, state, retryInMs };
    },
  };
}
