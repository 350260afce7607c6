import { collectDefaultMetrics, Gauge, Registry } from "prom-client";
import { oncePerProcess } from "@/lib/once-per-process";
import { readQueueState } from "./read-queue-state";

/** Prometheus text: the state of the queue, which is the same from every process, and the vitals of this process. */
export async function readMetrics(): Promise<{ contentType: string; text: string }> {
  const { registry, jobs, oldestDue, parked } = oncePerProcess("metrics", createMetrics);
  const state = await readQueueState();
  for (const status of ["queued", "running", "uncertain"] as const) jobs.set({ status }, state[status]);
  oldestDue.set(state.oldestDueSeconds);
  parked.set(state.parkedDeliveries);
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function createMetrics() {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: "replyonce_" });
  return {
    registry,
    jobs: new Gauge({
      name: "replyonce_jobs",
      help: "OutboundJobs that are not finished, by status",
      labelNames: ["status"],
      registers,
    }),
    oldestDue: new Gauge({
      name: "replyonce_oldest_due_job_seconds",
      help: "How long the oldest due job has been waiting",
      registers,
    }),
    parked: new Gauge({
      name: "replyonce_parked_deliveries",
      help: "Webhooks that wait to be played again",
      registers,
    }),
  };
}
