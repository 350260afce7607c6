// A message of ours with all that is behind it: its job, its send, its receipts.

import type { MessageStatus } from "@/infra/database/generated/enums";
import type { Agent, Failure, Line } from "./script";
import { tellFile } from "./tell-file";
import { tellTurn } from "./tell-turn";
import type { Answer, Telling } from "./telling";

/** Of a job that waits for a stopped number. Long after the demo: nothing of the seed is ever sent. */
const WAITS_MS = 30 * 24 * 3_600_000;
const READ_AFTER_MS = 40_000;
const STEP_MS = 1_500;

export function tellAnswer(telling: Telling, line: Line, place: number): void {
  const { rows, key, script, told } = telling;
  const isBot = line.by === "bot";
  const answered = telling.waiting.splice(0);
  const messageId = rows.id("Message");
  const at = new Date(rows.at(line.ago).getTime() + (isBot ? 4_000 : 0));
  const wamid = rows.wamid(`${key}:${place}`);
  const wasRead = script.lines.slice(place + 1).some(({ by }) => by === "customer");
  const tick = line.failed ? "failed" : (line.tick ?? (wasRead ? "read" : "delivered"));
  const jobId = (isBot ? answered[0]?.jobId : undefined) ?? rows.id("OutboundJob");
  const content = tellFile(telling, line, { messageId, place });
  const answer: Answer = {
    line,
    place,
    messageId,
    jobId,
    at,
    wamid,
    tick,
    content,
    answered: isBot ? answered : [],
  };
  told.push({ messageId, wamid });
  tellMessage(telling, answer);
  const turnId = isBot ? tellTurn(telling, answer) : null;
  tellJobs(telling, answer, turnId);
  tellSend(telling, answer);
  tellReceipts(telling, answer);
}

const isTaken = ({ tick, line }: Answer) =>
  tick === "sent" || tick === "delivered" || tick === "read" || line.failed?.by === "receipt";

const statuses: Record<Answer["tick"], MessageStatus> = {
  pending: "PENDING",
  unknown: "PENDING",
  sent: "SENT",
  delivered: "DELIVERED",
  read: "READ",
  failed: "FAILED",
};

function tellMessage({ rows, conversationId, told }: Telling, answer: Answer): void {
  const { line, at, tick, messageId, wamid, content } = answer;
  const quotes = line.quotes !== undefined && line.type !== "reaction" ? told[line.quotes]?.wamid : undefined;
  rows.messages.push({
    id: messageId,
    organizationId: rows.setting.organizationId,
    conversationId,
    direction: "OUTBOUND",
    type: line.type,
    body: line.body,
    content: content ?? undefined,
    quotedProviderMessageId: quotes ?? null,
    providerMessageId: isTaken(answer) ? wamid : null,
    status: statuses[tick],
    errorCode: line.failed?.code ?? null,
    error: line.failed?.error ?? null,
    possibleDuplicate: line.possibleDuplicate ?? false,
    sentAt: isTaken(answer) ? new Date(at.getTime() + 400) : null,
    deliveredAt: tick === "delivered" || tick === "read" ? new Date(at.getTime() + STEP_MS) : null,
    readAt: tick === "read" ? new Date(at.getTime() + READ_AFTER_MS) : null,
    createdAt: at,
  });
}

function endOf({ tick, line, at }: Answer) {
  const ended = new Date(at.getTime() + 450);
  if (tick === "pending")
    return {
      status: "queued" as const,
      errorCode: "NUMBER_STOPPED",
      error: "This number is stopped",
      runAt: new Date(at.getTime() + WAITS_MS),
    };
  if (tick === "unknown")
    return {
      status: "uncertain" as const,
      errorCode: "OUTCOME_UNKNOWN",
      error: "No answer came back",
      uncertainAt: new Date(at.getTime() + 10_000),
      heldAt: new Date(at.getTime() + 900_000),
    };
  if (line.failed?.by === "answer")
    return {
      status: "failed" as const,
      errorCode: line.failed.code,
      error: line.failed.error,
      completedAt: ended,
    };
  return { status: "done" as const, completedAt: ended, partsSent: 1 };
}

function tellJobs(
  { rows, conversationId, key, script }: Telling,
  answer: Answer,
  turnId: string | null,
): void {
  const { line, at, jobId, place, content, answered } = answer;
  const { organizationId, userIds } = rows.setting;
  const [lead, ...others] = answered;
  const isBot = line.by === "bot";
  const isLastOfBot = script.lines.findLastIndex(({ by }) => by === "bot") === place;
  const handover =
    isBot && isLastOfBot && script.handover && line.tick !== "unknown" ? script.handover : null;
  const clientId = rows.uuid(`client:${key}:${place}`);
  const actor = isBot ? {} : { actor: `user:${userIds[line.by as Agent]}` };
  rows.jobs.push({
    id: jobId,
    organizationId,
    conversationId,
    author: isBot ? "BOT" : "PERSON",
    inboundMessageId: lead?.messageId ?? null,
    inboundProviderMessageId: lead?.wamid ?? null,
    idempotencyKey: isBot ? `demo:${organizationId}:${key}:${place}` : `person:${conversationId}:${clientId}`,
    requestId: lead?.requestId ?? `inbox_demo_${clientId.slice(0, 13)}`,
    attempts: 1,
    runAt: at,
    reply: {
      parts: [content && line.type !== "text" ? content : (line.body ?? "")],
      handover: handover && {
        reason: handover.reason,
        ...(handover.summary ? { summary: handover.summary } : {}),
      },
      provider: isBot ? "deepseek" : null,
      model: isBot ? "deepseek-flash" : null,
      ...(turnId ? { turnId } : {}),
      ...actor,
    },
    replySeenCount: script.lines.slice(0, place).filter(({ by, isQuiet }) => by === "customer" && !isQuiet)
      .length,
    answeredJobIds: others.map(({ jobId: id }) => id),
    createdAt: lead ? new Date(lead.at.getTime() + 900) : at,
    ...endOf(answer),
  });
  // What was answered with it.
  for (const { jobId: id, messageId, wamid, requestId, at: writtenAt } of others)
    rows.jobs.push({
      id,
      organizationId,
      conversationId,
      inboundMessageId: messageId,
      inboundProviderMessageId: wamid,
      idempotencyKey: `demo:${organizationId}:${key}:merged:${messageId}`,
      requestId,
      status: "done",
      coalescedIntoId: jobId,
      answeredJobIds: [],
      runAt: writtenAt,
      createdAt: new Date(writtenAt.getTime() + 900),
      completedAt: new Date(at.getTime() + 450),
    });
}

const httpStatuses: Record<string, number> = { "190": 401 };

function tellSend({ rows, number, key }: Telling, answer: Answer): void {
  const { at, jobId, messageId, place, tick, line, wamid } = answer;
  const refusal: Failure | undefined =
    tick === "pending" ? { code: "190", by: "answer", error: "The access token has expired" } : line.failed;
  const isRefused = refusal?.by === "answer";
  const isUnknown = tick === "unknown";
  const settledAt = new Date(at.getTime() + 420);
  rows.sends.push({
    id: rows.uuid(`send:${key}:${place}`),
    organizationId: rows.setting.organizationId,
    integrationId: number.id,
    jobId,
    messageId,
    idempotencyKey: `demo:${rows.setting.organizationId}:${key}:${place}`,
    status: isUnknown ? "unknown" : isRefused ? "refused" : "accepted",
    providerMessageId: isTaken(answer) ? wamid : null,
    httpStatus: isUnknown ? null : isRefused ? (httpStatuses[refusal.code] ?? 400) : 200,
    errorCode: isRefused ? refusal.code : isUnknown ? "TIMEOUT" : null,
    error: isRefused ? refusal.error : null,
    settledBy: isUnknown ? null : "answer",
    startedAt: at,
    unknownAt: isUnknown ? new Date(at.getTime() + 10_000) : null,
    settledAt: isUnknown ? null : settledAt,
  });
}

function tellReceipts({ rows, number, key }: Telling, answer: Answer): void {
  if (!isTaken(answer)) return;
  const { tick, line, at, wamid, place } = answer;
  const stages = {
    sent: ["sent"],
    delivered: ["sent", "delivered"],
    read: ["sent", "delivered", "read"],
    failed: ["sent", "failed"],
    pending: [],
    unknown: [],
  }[tick];
  for (const [step, status] of stages.entries()) {
    const occurredAt = new Date(
      at.getTime() + (status === "read" ? READ_AFTER_MS : 500 + step * (STEP_MS - 500)),
    );
    const receivedAt = new Date(occurredAt.getTime() + 600);
    const failure = status === "failed" ? { errorCode: line.failed?.code, error: line.failed?.error } : {};
    rows.receipts.push({
      organizationId: rows.setting.organizationId,
      integrationId: number.id,
      providerMessageId: wamid,
      status,
      occurredAt,
      receivedAt,
      appliedAt: receivedAt,
      opaqueId: rows.uuid(`send:${key}:${place}`),
      ...failure,
    });
  }
}
