import { randomBytes } from "node:crypto";

/** `webhook_<ms>_<rand>` or `cron_<ms>_<rand>`: follows one request through every log line and row. */
export function newRequestId(kind: "webhook" | "cron" | "job" | "http"): string {
  return `${kind}_${Date.now()}_${randomBytes(4).toString("hex")}`;
}

/** `job_<jobId>_<ms>`: one run of one job. */
export function jobRequestId(jobId: number): string {
  return `job_${jobId}_${Date.now()}`;
}
