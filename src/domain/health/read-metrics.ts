import { Gauge } from "prom-client";
import { circuitStatuses } from "@/infra/circuit/circuit";
import { metrics } from "@/infra/monitoring/metrics";
import { oncePerProcess } from "@/lib/once-per-process";
import { readQueueState } from "./read-queue-state";
import { readUncertainSends } from "./read-uncertain-sends";

/**
 * Prometheus text. The state of the queue and of the sends whose outcome was unknown comes from the database and is the
 * same from every process; the circuits, the calls and the vitals are this process's.
 */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  const gauges = oncePerProcess("gauges", createGauges);
  const state = await readQueueState();
  for (const status of ["queued", "running", "uncertain", "held"] as const)
    gauges.jobs.set({ status }, state[status]);
  gauges.oldestDue.set(state.oldestDueSeconds);
  gauges.parked.set(state.parkedDeliveries);
  gauges.stopped.set(state.stoppedNumbers);
  const uncertain = await readUncertainSends();
  gauges.unknown.set(uncertain.unknown);
  gauges.unknownOpen.set(uncertain.open);
  for (const by of ["answer", "receipt", "operator"] as const) gauges.settled.set({ by }, uncertain[by]);
  gauges.settleSeconds.set({ quantile: "0.5" }, uncertain.settleSecondsP50);
  gauges.settleSeconds.set({ quantile: "0.99" }, uncertain.settleSecondsP99);
  for (const { name, state: circuitState } of circuitStatuses())
    gauges.circuits.set({ circuit: name }, { closed: 0, half_open: 1, open: 2 }[circuitState]);
  const { registry } = metrics();
  return { contentType: registry.contentType, text: await registry.metrics() };
}

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
    circuits: gauge("circuit_state", "Circuit breakers of this process: 0 closed, 1 half open, 2 open", [
      "circuit",
    ]),
  };
}

function gauge<Label extends string>(name: string, help: string, labelNames: Label[] = []): Gauge<Label> {
  return new Gauge({ name: `replyonce_${name}`, help, labelNames, registers: [metrics().registry] });
}
