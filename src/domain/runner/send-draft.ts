import { isSelfTest } from "@/domain/conversations";
import { pauseIntegration, stopIntegration } from "@/domain/integrations";
import { applyEffects } from "@/domain/orchestrator";
import {
  type Claim,
  type ClaimEnd,
  type ClaimedJob,
  decideAfterRefusal,
  type EndOfClaim,
  postponed,
  type Reply,
  type SendResult,
  sendWithIdempotency,
  stopMarketing,
} from "@/domain/outbound";
import { metrics } from "@/infra/monitoring/metrics";
import { NO_MARKETING, OUTSIDE_WINDOW } from "@/infra/whatsapp/error-class";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { elapsedSince, log } from "@/lib/logger";
import { forbidden } from "./check-duty";
import { fallBack } from "./fall-back";
import type { Draft } from "./think";

export type Sent =
  /** Every part is with Meta. */
  | { kind: "sent"; coalescedJobIds: number[] }
  /** The customer has written since: think again. */
  | { kind: "superseded" }
  /** The job is not ours any more. */
  | { kind: "lost" }
  | { kind: "end"; end: Omit<EndOfClaim, "job"> };

/** Why a send waits, in words for the job. */
const postponements: Record<Extract<SendResult, { kind: "postponed" }>["why"], string> = {
  pair_rate: "This customer has been sent as much as Meta lets through for now",
  number_paused: "Meta has slowed this number down",
  number_stopped: "This number is stopped",
  number_rate: "This number sends as much as Meta lets through",
};

/** Sends the parts of a draft that are not with Meta yet, in order. */
export async function sendDraft({ job, turn }: Claim, draft: Draft, mayThinkAgain: boolean): Promise<Sent> {
  const { conversationId } = job;
  let last: SendResult | undefined;
  for (let part = job.partsSent + 1; part <= draft.reply.parts.length; part += 1) {
    if (part > 1) faultPoint("send.between_parts");
    const startedAt = performance.now();
    log("info", "[JOB-RUNNER] before sendOutboundWithIdempotency", { jobId: job.id, conversationId });
    last = await sendWithIdempotency({
      ...draft,
      job,
      turn,
      part,
      onBegun: () => carryOutEffects(job, draft.reply),
      mayBeSuperseded: mayThinkAgain && part === 1 && !draft.isFixed,
    });
    logResult(job, last, elapsedSince(startedAt));
    if (!isSelfTest(turn.customer)) countSend(last);
    if (last.kind === "refused" || last.kind === "file_refused")
      return await afterRefusal({ job, turn }, last, { draft, part });
    if (last.kind === "not_begun" && last.verdict === "window_closed")
      return { kind: "end", end: await fallBack({ job, turn }, draft, part) };
    const stop = judge(last, draft, part);
    if (stop) return stop;
  }
  if (last?.kind !== "sent") return { kind: "end", end: { end: { to: "done" } } };
  return { kind: "sent", coalescedJobIds: last.acceptance.coalescedJobIds };
}

/** What the turn has asked to be written is written once nothing forbids its reply any more: never for a turn that is thought again. */
async function carryOutEffects(job: ClaimedJob, reply: Reply): Promise<void> {
  if (!reply.effects?.length || reply.turnId === undefined) return;
  if ((await applyEffects({ job, reply })) === "lost") throw new Error("The lease is gone");
}

/** What stops the sending of further parts; nothing does when Meta has this one. */
function judge(
  result: Exclude<SendResult, { kind: "refused" | "file_refused" }>,
  draft: Draft,
  part: number,
): Sent | undefined {
  switch (result.kind) {
    case "duplicate":
      return undefined;
    case "sent":
      return result.acceptance.lease === "lease_lost" ? { kind: "lost" } : undefined;
    case "postponed": {
      const end = postponed(result.why.toUpperCase(), postponements[result.why], result.waitMs);
      const { reply, seenCount, answeredJobIds } = draft;
      // Only what waited for its number has not been stored with its intention.
      const isStored = result.why !== "number_rate";
      return {
        kind: "end",
        end: isStored ? { end } : { end, draft: { reply, seenCount, answeredJobIds } },
      };
    }
    case "unknown": {
      const call = {
        ledgerId: result.ledgerId,
        part,
        outcome: "unknown" as const,
        httpStatus: result.httpStatus,
      };
      return { kind: "end", end: { end: { to: "uncertain", error: result.reason }, call } };
    }
    case "not_begun":
      return judgeNotBegun(result.verdict);
  }
}

/** Meta's "no" can concern more than this message: a whole number is then slowed down or stopped, before the job ends. */
async function afterRefusal(
  { job, turn }: Claim,
  result: Extract<SendResult, { kind: "refused" | "file_refused" }>,
  { draft, part }: { draft: Draft; part: number },
): Promise<Sent> {
  const { refused } = result;
  const limits = { attemptsMax: env().JOB_MAX_ATTEMPTS, baseMs: env().JOB_RETRY_BASE_MS };
  const wasOutsideWindow = job.errorCode === OUTSIDE_WINDOW || draft.reply.isFallback === true;
  const refusals = { attempts: job.attempts, pairRefusals: turn.pairRefusals, wasOutsideWindow };
  const { end, number, isPairRefusal } = decideAfterRefusal(refusals, refused, limits);
  const { code } = refused;
  if (code === NO_MARKETING) await stopMarketing(job.conversationId);
  if (number?.to === "pause") await pauseIntegration({ ...number, integrationId: turn.integration.id, code });
  if (number?.to === "stop") {
    const reason = "error" in end ? end.error : refused.message;
    await stopIntegration({ integration: turn.integration, code, reason });
  }
  const ending = { end, isPairRefusal, notification: notificationOf(end) };
  if (result.kind === "file_refused") {
    const { reply, seenCount, answeredJobIds } = draft;
    return { kind: "end", end: { ...ending, draft: { reply, seenCount, answeredJobIds } } };
  }
  const { ledgerId } = result;
  const call = { ledgerId, part, outcome: "refused" as const, httpStatus: refused.httpStatus };
  if (end.to === "failed" && end.code === "WINDOW_CLOSED") {
    const fallen = await fallBack({ job, turn }, draft, part);
    // Where nothing takes its place, Meta's words say why.
    return { kind: "end", end: fallen.end.to === "failed" ? { ...fallen, end, call } : { ...fallen, call } };
  }
  return { kind: "end", end: { ...ending, call } };
}

function countSend({ kind }: SendResult): void {
  const { sends } = metrics();
  if (kind === "sent") sends.inc({ outcome: "accepted" });
  if (kind === "refused" || kind === "unknown") sends.inc({ outcome: kind });
}

function logResult(job: ClaimedJob, result: SendResult, elapsed: string): void {
  const jobId = job.id;
  switch (result.kind) {
    case "sent": {
      const { providerMessageId: messageId, acceptance } = result;
      const { messageRowId, messageStatus: status } = acceptance;
      log("info", "[JOB-RUNNER] outbound sent", { jobId, messageId, success: true, elapsed });
      log("info", "[JOB-RUNNER] Message row confirmed", { jobId, messageRowId, status });
      if (acceptance.lease === "lease_lost") {
        log("warn", "[JOB-RUNNER] Lease lost during the call; Meta's answer is recorded", {
          jobId,
          messageId,
        });
      }
      return;
    }
    case "duplicate":
      log("info", "[JOB-RUNNER] Duplicate outbound blocked", { jobId, wasDuplicate: true });
      break;
    case "refused":
    case "file_refused":
      log("warn", "[JOB-RUNNER] outbound refused", {
        jobId,
        code: result.refused.code,
        success: false,
        elapsed,
      });
      break;
    case "unknown":
      log("warn", "[JOB-RUNNER] outbound outcome unknown", {
        jobId,
        reason: result.reason,
        success: false,
        elapsed,
      });
      break;
    case "not_begun":
      log("info", "[JOB-RUNNER] outbound not begun", { jobId, reason: result.verdict });
      break;
    case "postponed":
      log("info", "[JOB-RUNNER] outbound postponed", {
        jobId,
        reason: result.why,
        delay: `${Math.round(result.waitMs)}ms`,
      });
      break;
  }
}

function judgeNotBegun(verdict: Extract<SendResult, { kind: "not_begun" }>["verdict"]): Sent {
  switch (verdict) {
    case "superseded":
      return { kind: "superseded" };
    case "lost":
      return { kind: "lost" };
    case "unknown":
      return {
        kind: "end",
        end: { end: { to: "uncertain", error: "An earlier call has no known outcome" } },
      };
    default:
      return { kind: "end", end: forbidden[verdict] };
  }
}

function notificationOf(end: ClaimEnd): EndOfClaim["notification"] {
  if (end.to !== "failed") return undefined;
  return {
    kind: "JOB_FAILED",
    title: "A customer was not answered",
    body: `${end.code}: ${end.error}`.slice(0, 1_000),
  };
}
