import {
  type Claim,
  type ClaimEnd,
  type ClaimedJob,
  decideAfterRefusal,
  type EndOfClaim,
  type SendResult,
  sendWithIdempotency,
} from "@/domain/outbound";
import { env } from "@/lib/env";
import { elapsedSince, log } from "@/lib/logger";
import type { Draft } from "./think";

export type Sent =
  /** Every part is with Meta. */
  | { kind: "sent"; coalescedJobIds: number[] }
  /** The customer has written since: think again. */
  | { kind: "superseded" }
  /** The job is not ours any more. */
  | { kind: "lost" }
  | { kind: "end"; end: Omit<EndOfClaim, "job" | "aiCalls"> };

/** Why the bot may not send, in words for the job and the person who reads it. */
const forbidden: Record<"human" | "opted_out" | "window_closed", Omit<EndOfClaim, "job">> = {
  human: {
    end: { to: "cancelled", code: "HUMAN_TAKEOVER", error: "A person has taken over the conversation" },
  },
  opted_out: {
    end: { to: "cancelled", code: "OPTED_OUT", error: "The customer does not want to be written to" },
  },
  window_closed: {
    end: {
      to: "failed",
      code: "WINDOW_CLOSED",
      error: "More than 24 hours since the customer's last message",
    },
    notification: {
      kind: "WINDOW_CLOSED",
      title: "A customer was not answered in time",
      body: "The 24 hour window has closed: only a template can be sent now.",
    },
  },
};

/** Sends the parts of a draft that are not with Meta yet, in order. */
export async function sendDraft({ job, turn }: Claim, draft: Draft, mayThinkAgain: boolean): Promise<Sent> {
  const { conversationId } = job;
  let last: SendResult | undefined;
  for (let part = job.partsSent + 1; part <= draft.reply.parts.length; part += 1) {
    const startedAt = performance.now();
    log("info", "[JOB-RUNNER] before sendOutboundWithIdempotency", { jobId: job.id, conversationId });
    last = await sendWithIdempotency({
      ...draft,
      job,
      turn,
      part,
      aiCalls: part === job.partsSent + 1 ? draft.aiCalls : [],
      mayBeSuperseded: mayThinkAgain && part === 1 && !draft.isFixed,
    });
    logResult(job, last, elapsedSince(startedAt));
    const stop = judge(job, last, part);
    if (stop) return stop;
  }
  if (last?.kind !== "sent") return { kind: "end", end: { end: { to: "done" } } };
  return { kind: "sent", coalescedJobIds: last.acceptance.coalescedJobIds };
}

/** What stops the sending of further parts; nothing does when Meta has this one. */
function judge(job: ClaimedJob, result: SendResult, part: number): Sent | undefined {
  switch (result.kind) {
    case "duplicate":
      return undefined;
    case "sent":
      return result.acceptance.lease === "lease_lost" ? { kind: "lost" } : undefined;
    case "refused": {
      const { refused, ledgerId } = result;
      const limits = { attemptsMax: env().JOB_MAX_ATTEMPTS, baseMs: env().JOB_RETRY_BASE_MS };
      const end = decideAfterRefusal(job, refused, limits);
      const call = { ledgerId, part, outcome: "refused" as const, httpStatus: refused.httpStatus };
      return { kind: "end", end: { end, call, notification: notificationOf(end) } };
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
