import { Counter, collectDefaultMetrics, Registry } from "prom-client";
import { oncePerProcess } from "@/lib/once-per-process";

export interface Metrics {
  registry: Registry;
  /** Calls that sent a message, or were to: accepted, refused, unknown. */
  sends: Counter<"outcome">;
}

/** The metrics of this process. */
export function metrics(): Metrics {
  return oncePerProcess("metrics", () => {
    const registry = new Registry();
    collectDefaultMetrics({ register: registry, prefix: "replyonce_" });
    const sends = new Counter({
      name: "replyonce_sends_total",
      help: "Calls to Meta that were to send a message, by what is known of their outcome",
      labelNames: ["outcome"],
      registers: [registry],
    });
    return { registry, sends };
  });
}
