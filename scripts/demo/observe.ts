// What the demo looks up in the database to believe its own claims.

import { run } from "@/infra/database/statement";

export interface JobSeen {
  id: number;
  status: string;
  attempts: number;
  errorCode: string | null;
  coalescedIntoId: number | null;
  conversationId: number;
}

export interface SendSeen {
  ledgerId: string;
  jobId: number;
  status: string;
  settledBy: string | null;
  wamid: string | null;
  messageStatus: string;
  body: string;
}

const jobs = {
  name: "demo_jobs",
  text: `SELECT id, status, attempts, "errorCode", "coalescedIntoId", "conversationId"
    FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1) ORDER BY id`,
};

const sends = {
  name: "demo_sends",
  text: `SELECT l.id AS "ledgerId", l."jobId", l.status, l."settledBy", l."providerMessageId" AS wamid,
      m.status AS "messageStatus", m.body
    FROM "OutboundMessageLog" l JOIN "Message" m ON m.id = l."messageId"
    JOIN "OutboundJob" j ON j.id = l."jobId"
    WHERE j."inboundProviderMessageId" = ANY ($1) ORDER BY l."startedAt"`,
};

const rowsOf = {
  name: "demo_rows",
  text: `
  SELECT
    (SELECT count(*)::int FROM "Message" WHERE "providerMessageId" = ANY ($1)) AS messages,
    (SELECT count(*)::int FROM processed_webhook_events e JOIN "Message" m
      ON e.key LIKE 'message:%:' || m."providerMessageId" WHERE m."providerMessageId" = ANY ($1)) AS "dedupeKeys",
    (SELECT count(DISTINCT d.id)::int FROM webhook_delivery_log d JOIN "OutboundJob" j ON j."requestId" = d.request_id
      WHERE j."inboundProviderMessageId" = ANY ($1) AND d.status = 'ingested') AS deliveries,
    (SELECT count(*)::int FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1)) AS jobs,
    (SELECT count(*)::int FROM "OutboundJob" WHERE "inboundProviderMessageId" = ANY ($1)
      AND status IN ('queued', 'running', 'uncertain', 'failed')) AS "jobsOpen",
    (SELECT count(*)::int FROM "AiUsage" u JOIN "OutboundJob" j ON j.id = u."jobId"
      WHERE j."inboundProviderMessageId" = ANY ($1)) AS "aiCalls",
    (SELECT count(*)::int FROM webhook_delivery_log WHERE status = 'parked') AS parked,
    (SELECT extract(epoch FROM now() - "finishedAt")::float FROM "CronRun" WHERE name = 'run-outbound-jobs')
      AS "cronSecondsAgo"`,
};

const conversationOf = {
  name: "demo_conversation",
  text: `SELECT c.mode, c."handoverReason",
      (SELECT count(*)::int FROM "Notification" n WHERE n."conversationId" = c.id AND n.kind = 'HANDOVER') AS notifications
    FROM "Conversation" c WHERE c.id = $1`,
};

const aiCallsOf = {
  name: "demo_ai_calls",
  text: `SELECT provider, "errorCode" FROM "AiUsage" WHERE "jobId" = $1 ORDER BY id`,
};

const files = {
  name: "demo_files",
  text: `SELECT a.kind, a.status, a."sizeBytes"::int AS bytes, a."durationMs" FROM "MediaAsset" a
    JOIN "Message" m ON m.id = a."messageId" WHERE m."providerMessageId" = ANY ($1) ORDER BY m.id`,
};

const contacts = {
  name: "demo_contacts",
  text: `SELECT count(DISTINCT c."contactId")::int AS count FROM "Conversation" c
    JOIN "Message" m ON m."conversationId" = c.id WHERE m."providerMessageId" = ANY ($1)`,
};

export const filesOf = (wamids: string[]) =>
  run<{ kind: string; status: string; bytes: number; durationMs: number | null }>(files, [wamids]);
export const contactsOf = async (wamids: string[]) =>
  (await run<{ count: number }>(contacts, [wamids]))[0]?.count ?? 0;
export const jobsOf = (wamids: string[]) => run<JobSeen & Record<string, unknown>>(jobs, [wamids]);
export const sendsOf = (wamids: string[]) => run<SendSeen & Record<string, unknown>>(sends, [wamids]);
export const aiUsageOf = (jobId: number) =>
  run<{ provider: string; errorCode: string | null }>(aiCallsOf, [jobId]);

export async function conversation(id: number) {
  const [row] = await run<{ mode: string; handoverReason: string | null; notifications: number }>(
    conversationOf,
    [id],
  );
  return row;
}

export async function rowCounts(wamids: string[]): Promise<Record<string, number>> {
  const [row] = await run<Record<string, number>>(rowsOf, [wamids]);
  return row ?? {};
}
