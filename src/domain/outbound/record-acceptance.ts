// Writing down that Meta took a message. This is a fact: it is recorded whether or not the lease still holds, and
// again and again until the database takes it. A crash before it leaves `sending`; the receipt then tells the same.

import { isDatabaseAway } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { joinCalls } from "@/lib/join-calls";
import { oncePerProcess } from "@/lib/once-per-process";
import { evidenceSql, evidenceTimesSql } from "./evidence-sql";
import type { ClaimedJob } from "./outbound-job";
import { heardSql } from "./receipts-sql";

export interface Acceptance {
  job: ClaimedJob;
  ledgerId: string;
  providerMessageId: string;
}

export interface AcceptanceResult {
  /**
   * What had become of the job meanwhile. `held`: it was ours. `settled_by_receipt`: a receipt was faster.
   * `lease_lost`: the lease had run out and others had gone on; what Meta answered is recorded all the same.
   */
  lease: "held" | "settled_by_receipt" | "lease_lost";
  messageRowId: number;
  messageStatus: string;
  /** Jobs answered by the same reply, done with this one. */
  coalescedJobIds: number[];
}

const BATCH_MAX = 100;

const statement = {
  name: "record_acceptance",
  text: `
  WITH answer AS (
    SELECT a.*, l."messageId", l.status = 'accepted' AS "isKnown"
    FROM json_to_recordset($1) AS a("jobId" bigint, "leaseToken" uuid, "ledgerId" uuid, wamid text)
    JOIN "OutboundMessageLog" l ON l.id = a."ledgerId"
  ),
  waiting AS (
    UPDATE "ReceiptEvent" r SET "appliedAt" = now()
    FROM answer a WHERE r."providerMessageId" = a.wamid AND r."appliedAt" IS NULL
    RETURNING r."providerMessageId" AS wamid, r.status, r."occurredAt", r."errorCode", r.error
  ),
  heard_with_answer AS (
    SELECT "ledgerId", wamid AS "providerMessageId", 'sent' AS status, now() AS "occurredAt",
      NULL AS "errorCode", NULL AS error
    FROM answer
    UNION ALL
    SELECT a."ledgerId", w.wamid, w.status, w."occurredAt", w."errorCode", w.error
    FROM waiting w JOIN answer a ON a.wamid = w.wamid
  ),
  ${heardSql("heard_with_answer", "answer")},
  ${evidenceSql()},
  ${evidenceTimesSql()}
  SELECT a."jobId", a."ledgerId", a."messageId" AS "messageRowId",
    coalesce(m.status, (SELECT status FROM "Message" WHERE id = a."messageId")) AS "messageStatus",
    CASE
      WHEN before.status = 'running' AND before."leaseToken" = a."leaseToken" THEN 'held'
      WHEN a."isKnown" THEN 'settled_by_receipt'
      ELSE 'lease_lost'
    END AS lease,
    (SELECT coalesce(json_agg(f.id), '[]') FROM evidence_follower f WHERE f."coalescedIntoId" = a."jobId")
      AS "coalescedJobIds"
  FROM answer a
  JOIN evidence_job before ON before.id = a."jobId"
  LEFT JOIN evidence_message m ON m.id = a."messageId"`,
};

type Row = AcceptanceResult & { jobId: number; ledgerId: string };

/** Records acceptances; concurrent calls share one statement. Safe to repeat. */
export function recordAcceptance(acceptance: Acceptance): Promise<AcceptanceResult> {
  return oncePerProcess("record-acceptance", () =>
    joinCalls<Acceptance, AcceptanceResult>({
      flush: recordAcceptances,
      sizeMax: BATCH_MAX,
      flushesMax: 2,
      concernsAll: isDatabaseAway,
    }),
  )(acceptance);
}

async function recordAcceptances(acceptances: Acceptance[]): Promise<AcceptanceResult[]> {
  const parameter = acceptances.map(({ job, ledgerId, providerMessageId }) => ({
    jobId: job.id,
    leaseToken: job.leaseToken,
    ledgerId,
    wamid: providerMessageId,
  }));
  const rows = await run<Row>(statement, [JSON.stringify(parameter)]);
  return acceptances.map(({ ledgerId }) => {
    const row = rows.find((candidate) => candidate.ledgerId === ledgerId);
    // The conversation was erased while the call was under way: nothing is left to write to.
    if (!row) return { lease: "lease_lost", messageRowId: 0, messageStatus: "", coalescedJobIds: [] };
    return row;
  });
}
