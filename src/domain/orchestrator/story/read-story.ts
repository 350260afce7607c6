// Everything that is known of how a customer's message was answered, from the webhook to the receipts: for the command and the
// inbox that tell it.

import { readTurnsOfJob, type StoredTurn } from "@/domain/ai-turns";
import { type ReplyPart, readablePart } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

/** Times are epoch milliseconds. */
export interface Story {
  job: {
    id: number;
    requestId: string;
    status: string;
    attempts: number;
    author: "BOT" | "PERSON";
    errorCode: string | null;
    error: string | null;
    createdAt: number;
    completedAt: number | null;
    runAt: number;
  };
  /** Asked for another job: its message was answered by this one's reply. */
  askedForJobId: number;
  customer: string | null;
  business: string;
  mode: "BOT" | "HUMAN";
  webhook: { id: string; requestId: string; receivedAt: number; status: string } | null;
  /** What the reply answers: its own message, and those of the jobs it was merged with. */
  inbound: {
    id: number;
    /** Newest of those that ask for an answer to it. */
    jobId: number;
    providerMessageId: string | null;
    type: string;
    body: string | null;
    sentAt: number | null;
    storedAt: number;
  }[];
  turns: StoredTurn[];
  sends: {
    /** Of the ledger. */
    id: string;
    providerMessageId: string | null;
    messageId: number;
    part: number;
    status: string;
    attempts: number;
    startedAt: number;
    settledAt: number | null;
    settledBy: string | null;
    unknownAt: number | null;
    errorCode: string | null;
    error: string | null;
    text: string | null;
  }[];
  receipts: {
    id: number;
    providerMessageId: string;
    status: string;
    occurredAt: number;
    receivedAt: number;
    errorCode: string | null;
  }[];
  notifications: { id: number; kind: string; title: string; body: string | null; createdAt: number }[];
  interventions: { id: number; actor: string; action: string; createdAt: number }[];
  /** All calls of AIs; those that are no step of a turn are other work, or nobody knows what they came to. */
  calls: {
    id: number;
    isStep: boolean;
    purpose: string;
    provider: string;
    model: string;
    costMicroUsd: number | null;
    estimatedMicroUsd: number | null;
    errorCode: string | null;
    createdAt: number;
  }[];
  /** What would be, or was, said. */
  reply: string[];
}

const msSql = (time: string) => `(extract(epoch FROM ${time})::float * 1000)`;

/** Rows of a relation as a JSON list. */
const listSql = (fields: string, from: string) =>
  `(SELECT coalesce(json_agg(json_build_object(${fields})), '[]') FROM ${from})`;

const leadStatement = {
  name: "story_lead",
  text: `SELECT coalesce("coalescedIntoId", id) AS id FROM "OutboundJob" WHERE id = $1`,
};

const statement = {
  name: "read_story",
  text: `
  SELECT json_build_object('id', j.id, 'requestId', j."requestId", 'status', j.status, 'attempts', j.attempts, 'author', j.author,
      'errorCode', j."errorCode", 'error', j.error, 'createdAt', ${msSql('j."createdAt"')},
      'completedAt', ${msSql('j."completedAt"')}, 'runAt', ${msSql('j."runAt"')}) AS job,
    p."profileName" AS customer, o.name AS business, c.mode, j.reply -> 'parts' AS parts,
    (SELECT json_build_object('id', w.id, 'requestId', w.request_id, 'receivedAt', ${msSql("w.received_at")}, 'status', w.status) FROM webhook_delivery_log w
      WHERE w.request_id = j."requestId"
        AND w.received_at BETWEEN j."createdAt" - interval '1 day' AND j."createdAt" + interval '1 hour' LIMIT 1) AS webhook,
    ${listSql(
      `'id', m.id, 'jobId', m."jobId", 'providerMessageId', m."providerMessageId", 'type', m.type, 'body', m.body, 'sentAt', ${msSql('m."sentAt"')}, 'storedAt', ${msSql('m."createdAt"')}`,
      `(SELECT DISTINCT ON (i.id) i.*, q.id AS "jobId" FROM "OutboundJob" q JOIN "Message" i ON i.id = q."inboundMessageId"
        WHERE q.id = j.id OR q.id = ANY (j."answeredJobIds")
          OR (q."conversationId" = c.id AND q."coalescedIntoId" = j.id) ORDER BY i.id, q.id DESC) m`,
    )} AS inbound,
    ${listSql(
      `'id', l.id, 'providerMessageId', l."providerMessageId", 'messageId', l."messageId", 'part', l.part, 'status', l.status, 'attempts', l.attempts, 'startedAt', ${msSql('l."startedAt"')},
      'settledAt', ${msSql('l."settledAt"')}, 'settledBy', l."settledBy", 'unknownAt', ${msSql('l."unknownAt"')},
      'errorCode', l."errorCode", 'error', l.error, 'text', m.body`,
      `"OutboundMessageLog" l JOIN "Message" m ON m.id = l."messageId" WHERE l."jobId" = j.id`,
    )} AS sends,
    ${listSql(
      `'id', r.id, 'providerMessageId', r."providerMessageId", 'status', r.status, 'occurredAt', ${msSql('r."occurredAt"')}, 'receivedAt', ${msSql('r."receivedAt"')},
      'errorCode', r."errorCode"`,
      `"OutboundMessageLog" l JOIN "ReceiptEvent" r ON r."providerMessageId" = l."providerMessageId"
        AND r."integrationId" = l."integrationId" WHERE l."jobId" = j.id`,
    )} AS receipts,
    ${listSql(
      `'id', n.id, 'kind', n.kind, 'title', n.title, 'body', n.body, 'createdAt', ${msSql('n."createdAt"')}`,
      `"Notification" n WHERE n."conversationId" = c.id
        AND n."createdAt" BETWEEN j."createdAt" AND coalesce(j."completedAt", now()) + interval '1 hour'`,
    )} AS notifications,
    ${listSql(
      `'id', a.id, 'actor', a.actor, 'action', a.action, 'createdAt', ${msSql('a."createdAt"')}`,
      `"AuditEvent" a WHERE a."organizationId" = j."organizationId" AND a."createdAt" >= j."createdAt"
        AND a."createdAt" < coalesce(j."completedAt", now()) + interval '1 hour'
        AND ((a.entity = 'Conversation' AND a."entityId" = c.id::text)
          OR (a.entity = 'OutboundJob' AND a."entityId" = j.id::text))`,
    )} AS interventions,
    ${listSql(
      `'id', u.id, 'purpose', u.purpose, 'provider', u.provider, 'model', u.model, 'costMicroUsd', u."costMicroUsd",
      'estimatedMicroUsd', u."estimatedMicroUsd", 'errorCode', u."errorCode", 'createdAt', ${msSql('u."createdAt"')}`,
      `"AiUsage" u WHERE u."jobId" = j.id`,
    )} AS calls
  FROM "OutboundJob" j JOIN "Conversation" c ON c.id = j."conversationId" JOIN "Contact" p ON p.id = c."contactId"
  JOIN "Organization" o ON o.id = j."organizationId"
  WHERE j.id = $1`,
};

type Row = Omit<Story, "turns" | "reply" | "askedForJobId"> & { parts: ReplyPart[] | null };

/** How the message of a job was answered, or why not. @throws NOT_FOUND. */
export async function readStory(jobId: number): Promise<Story> {
  const [lead] = await run<{ id: number }>(leadStatement, [jobId]);
  const [row] = lead ? await run<Row & Record<string, unknown>>(statement, [lead.id]) : [];
  if (!lead || !row) throw new AppError("NOT_FOUND", `No job ${jobId}`);
  const { parts, ...story } = row;
  const turns = await readTurnsOfJob(lead.id);
  const stepped = new Set(
    turns.flatMap(({ steps }) => steps.flatMap((step) => (step.kind === "asked" ? step.callId : []))),
  );
  return {
    ...story,
    askedForJobId: jobId,
    turns,
    calls: story.calls.map((call) => ({ ...call, isStep: stepped.has(call.id) })),
    reply: (parts ?? []).map((part) => readablePart(part) ?? ""),
  };
}
