import { waitUntil } from "../../../scripts/local/processes";
import { newCustomer } from "../../support/factories";
import { rows } from "../../support/own-database";
import type { Rows } from "../row";
import type { Stage } from "../stage";
import { letRunnerDie } from "./dead-runner";
import { letReceiptWait } from "./waiting-receipt";

/** What nobody asks for: what every worker does beside its queue, and every cron. */
export const maintenanceRows: Rows<
  | "receipts.before"
  | "receipts.after"
  | "rescue.before"
  | "rescue.after"
  | "reconcile.before"
  | "reconcile.after"
> = {
  "receipts.before": [
    {
      dies: "worker",
      during: "a waiting receipt",
      isAboutReceipts: true,
      arrange: letReceiptWait,
      env: { SEND_TIMEOUT_MS: "8000" },
    },
  ],
  "receipts.after": [
    {
      dies: "worker",
      during: "a waiting receipt",
      isAboutReceipts: true,
      arrange: letReceiptWait,
      env: { SEND_TIMEOUT_MS: "8000" },
    },
  ],
  "rescue.before": [{ dies: "worker", during: "a dead runner's job", arrange: letRunnerDie }],
  "rescue.after": [{ dies: "worker", during: "a dead runner's job", arrange: letRunnerDie }],
  "reconcile.before": [
    {
      dies: "worker",
      during: "a silent send",
      arrange: (stage) => letSendBeSilent(stage),
      unknown: { metaHasIt: false },
    },
  ],
  "reconcile.after": [
    {
      dies: "worker",
      during: "a silent send",
      arrange: (stage) => letSendBeSilent(stage),
      unknown: { metaHasIt: false },
    },
    {
      dies: "worker",
      during: "a silent send whose receipt comes at last",
      isAboutReceipts: true,
      // The policy has decided to send again, and before anybody does so Meta says that it has the message.
      async arrange(stage) {
        await stage.meta.hold({ kind: "receipt" });
        await letSendBeSilent(stage, "accept-then-cut");
      },
      mend: async ({ meta }) => void (await meta.release({ kind: "receipt" })),
    },
  ],
};

/** A send is cut off, after Meta has taken it or before, and then there is silence for long enough. */
async function letSendBeSilent(
  { meta, write, startWorker, hasReceipts }: Stage,
  cut: "cut-before-accept" | "accept-then-cut" = "cut-before-accept",
): Promise<void> {
  await meta.addFault({ target: "send", action: { type: cut }, when: { next: 1 } });
  await write("hello");
  const worker = startWorker();
  await waitUntil(async () => (await countJobs("uncertain")) === 1, { what: "the job", timeoutMs: 20_000 });
  const isHeardOf = hasReceipts && cut === "cut-before-accept";
  if (isHeardOf) {
    await write("hello", newCustomer());
    await waitUntil(async () => (await countJobs("done")) === 1, { what: "the other", timeoutMs: 20_000 });
    await waitUntil(async () => (await rows(`SELECT 1 FROM "ReceiptEvent"`)).length > 0, {
      what: "its receipt",
      timeoutMs: 20_000,
    });
  }
  await worker.kill();
  const silence = isHeardOf ? 1 : 5;
  await waitUntil(
    async () =>
      (
        await rows(`SELECT 1 FROM "OutboundJob" WHERE "uncertainAt" <= now() - $1 * interval '1 second'`, [
          silence,
        ])
      ).length,
    { what: "the silence", timeoutMs: 20_000, everyMs: 50 },
  );
}

async function countJobs(status: string): Promise<number> {
  return (await rows(`SELECT 1 FROM "OutboundJob" WHERE status::text = $1`, [status])).length;
}
