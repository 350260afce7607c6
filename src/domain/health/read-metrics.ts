import { Gauge } from "prom-client";
import { circuitStatuses } from "@/infra/circuit/circuit";
import { metrics } from "@/infra/monitoring/metrics";
import { oncePerProcess } from "@/lib/once-per-process";
import { type AiUsage, readAiUsage } from "./read-ai-usage";
import { type QueueState, readQueueState } from "./read-queue-state";
import { readUncertainSends, type UncertainSends } from "./read-uncertain-sends";
import { startupState } from "./startup-state";

/**
 * Prometheus text. The state of the queue, of the sends whose outcome was unknown, of the AI's bill and of the cron comes
 * from the database and is the same from every process; circuits, calls, errors and vitals are this process's.
 */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  const gauges = oncePerProcess("gauges", createGauges);
  setQueue(gauges, await readQueueState());
  setUncertainSends(gauges, await readUncertainSends());
  setAiUsage(gauges, await readAiUsage());
  for (const { name, state } of circuitStatuses())
    gauges.circuits.set({ circuit: name }, { closed: 0, half_open: 1, open: 2 }[state]);
  gauges.startedUp.set(startupState().isFinished ? 1 : 0);
  const { registry, sends } = metrics();
  gauges.unknownRatio.set(unknownRatio((await sends.get()).values));
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function setQueue(gauges: Gauges, state: QueueState): void {
  for (const status of ["queued", "running", "uncertain", "held"] as const)
    gauges.jobs.set({ status }, state[status]);
  gauges.oldestDue.set(state.oldestDueSeconds);
  gauges.parked.set(state.parkedDeliveries);
  gauges.stopped.set(state.stoppedNumbers);
  gauges.cronAge.set(state.cronAgeSeconds ?? Number.NaN);
}

function setUncertainSends(gauges: Gauges, uncertain: UncertainSends): void {
  gauges.unknown.set(uncertain.unknown);
  gauges.unknownOpen.set(uncertain.open);
  for (const by of ["answer", "receipt", "operator"] as const) gauges.settled.set({ by }, uncertain[by]);
  gauges.settleSeconds.set({ quantile: "0.5" }, uncertain.settleSecondsP50);
  gauges.settleSeconds.set({ quantile: "0.99" }, uncertain.settleSecondsP99);
}

function setAiUsage(gauges: Gauges, usage: AiUsage[]): void {
  // A model that has not been asked for a day is gone, not at its last figure.
  for (const each of [gauges.aiCalls, gauges.aiTokens, gauges.aiCost]) each.reset();
  for (const { provider, model, answered, failed, inputTokens, outputTokens, costUsd } of usage) {
    gauges.aiCalls.set({ provider, model, outcome: "answered" }, answered);
    gauges.aiCalls.set({ provider, model, outcome: "failed" }, failed);
    gauges.aiTokens.set({ provider, model, direction: "in" }, inputTokens);
    gauges.aiTokens.set({ provider, model, direction: "out" }, outputTokens);
    if (costUsd !== null) gauges.aiCost.set({ provider, model }, costUsd);
  }
}

function unknownRatio(sends: { value: number; labels: { outcome?: string | number } }[]): number {
  const total = sends.reduce((sum, { value }) => sum + value, 0);
  const unknown = sends.find(({ labels }) => labels.outcome === "unknown")?.value ?? 0;
  return total === 0 ? 0 : unknown / total;
}

type Gauges = ReturnType<typeof createGauges>;

function createGauges() {
  return {
    jobs: gauge("jobs", "OutboundJobs that are not finished; held: uncertain and waiting for a person", [
      "status",
    ]),
    oldestDue: gauge("oldest_due_job_seconds", "How long the oldest due job has been waiting"),
    parked: gauge("parked_deliveries", "Webhooks that wait to be played again"),
    stopped: gauge("stopped_numbers", "Business numbers of which Meta refuses everything; their jobs wait"),
    unknown: gauge(
      "unknown_sends_last_day",
      "Sends of the last 24 hours whose outcome was unknown for a while",
    ),
    unknownOpen: gauge("unknown_sends_open", "Sends of the last 24 hours whose outcome is still unknown"),
    settled: gauge("unknown_sends_settled_last_day", "Such sends by what told the outcome in the end", [
      "by",
    ]),
    settleSeconds: gauge("unknown_send_settle_seconds", "Seconds until it was told, over the last 24 hours", [
      "quantile",
    ]),
    cronAge: gauge("cron_age_seconds", "Seconds since the cron last began; NaN when it never has"),
    aiCalls: gauge("ai_calls_last_day", "Calls of AI providers in the last 24 hours", [
      "provider",
      "model",
      "outcome",
    ]),
    aiTokens: gauge("ai_tokens_last_day", "Tokens of the last 24 hours, in: read by the AI, out: written", [
      "provider",
      "model",
      "direction",
    ]),
    aiCost: gauge("ai_cost_usd_last_day", "US dollars of the last 24 hours, of models whose price is known", [
      "provider",
      "model",
    ]),
    startedUp: gauge("startup_finished", "1 when this process has gone through its start-up phases"),
    unknownRatio: gauge(
      "unknown_send_ratio",
      "Of the sends of this process since it started, the share whose outcome was unknown at first",
    ),
    circuits: gauge("circuit_state", "Circuit breakers of this process: 0 closed, 1 half open, 2 open", [
      "circuit",
    ]),
  };
}

function gauge<Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
  return new Gauge({ name: `replyonce_${name}`, help, labelNames, registers: [metrics().registry] });
}
