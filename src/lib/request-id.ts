import { randomBytes } from "node:crypto";

/** `webhook_<ms>_<rand>` or `cron_<ms>_<rand>`: follows one request through every log line and row. */
export function newRequestId(kind: "webhook" | "cron" | "http" | "inbox" | "followup"): string {
  return `${kind}_${Date.now()}_${randomBytes(4).toString("hex")}`;
}
