// The sender: one part of a reply reaches Meta at most once per idempotency key.
//
//   1  beginSend          the ledger row and the Message exist, everything was checked once more
//   2  the call           carries the ledger id in biz_opaque_callback_data
//   3  recordAcceptance   or endClaim: what Meta answered, or that nobody knows
//
// A crash between 1 and 3 leaves the ledger row `sending`; the lease runs out and the job becomes uncertain. A runner
// that was stopped between 1 and 2 and woke up after its lease must not send: the lease is looked at in the very turn
// of the event loop that writes the first byte.

import { isSelfTest } from "@/domain/conversations";
import { integrationToken } from "@/domain/integrations";
import { logFailure } from "@/infra/database/log-failure";
import { recordUntilStored } from "@/infra/database/record-until-stored";
import { type SendOutcome, sendMessage } from "@/infra/whatsapp/send-message";
import { env } from "@/lib/env";
import { faultPoint } from "@/lib/fault-point";
import { beginSend, type SendIntention, type SendVerdict } from "./begin-sends";
import { takeSendSlot } from "./number-rate";
import { contentOf } from "./outbound-job";
import { type AcceptanceResult, recordAcceptance } from "./record-acceptance";
import { checkFiles, withFilesAtMeta } from "./resolve-media";
import { suppressSend } from "./suppress-send";
import type { Turn } from "./turn-sql";

type Refused = Extract<SendOutcome, { kind: "refused" }>;

export type SendResult =
  | { kind: "sent"; providerMessageId: string; ledgerId: string; acceptance: AcceptanceResult }
  /** Meta has it from before: nothing was sent, and nothing had to be. */
  | { kind: "duplicate" }
  | { kind: "not_begun"; verdict: Exclude<SendVerdict["verdict"], "send" | "duplicate" | Postponing> }
  /** Not now: a limit of Meta's is reached. Nothing is wrong with the message. */
  | { kind: "postponed"; why: Postponing; waitMs: number }
  /** Nothing of it is with Meta: an answer says so, or the call never left this process. */
  | { kind: "refused"; ledgerId: string; refused: Extract<SendOutcome, { kind: "refused" }> }
  /** Meta did not take the file that belongs to it: no send was begun, and nothing of it is stored. */
  | { kind: "file_refused"; refused: Extract<SendOutcome, { kind: "refused" }> }
  | { kind: "unknown"; ledgerId: string; reason: string; httpStatus: number | null };

type Postponing = "pair_rate" | "number_paused" | "number_stopped" | "number_rate";

export interface SendRequest extends SendIntention {
  turn: Pick<Turn, "customer" | "integration">;
  /** What is to be done once it is decided that the reply goes out, and before it does. @throws to keep it from going out. */
  onBegun?: () => Promise<void>;
}

/**
 * Sends one part of a reply. What Meta accepted is recorded here; every other outcome is the caller's to end. A self-test
 * goes the same way but for the call itself, its place in the number's rate, and a handover, which nobody is waiting for.
 * @throws INVALID_INPUT for what Meta would refuse, before anything is stored.
 */
export async function sendWithIdempotency({ turn, onBegun, ...wanted }: SendRequest): Promise<SendResult> {
  const accessToken = integrationToken(turn.integration);
  const written = contentOf(wanted.reply.parts[wanted.part - 1] ?? "");
  await checkFiles(written, wanted.job.organizationId);
  const ready = await withFilesAtMeta(written, turn.integration);
  if ("refused" in ready) return { kind: "file_refused", refused: ready.refused };
  const isTest = isSelfTest(turn.customer);
  const intention = isTest ? { ...wanted, reply: { ...wanted.reply, handover: null } } : wanted;
  const waitMs = isTest ? 0 : await takeSendSlot(turn.integration);
  if (waitMs > 0) return { kind: "postponed", why: "number_rate", waitMs };
  const elapsedMs = startClocks();
  faultPoint("send.before");
  const verdict = await beginSend(intention);
  if (verdict.verdict === "duplicate") return { kind: "duplicate" };
  if ("waitMs" in verdict) return { kind: "postponed", why: verdict.verdict, waitMs: verdict.waitMs };
  if (verdict.verdict !== "send") return { kind: "not_begun", verdict: verdict.verdict };

  const { ledgerId, leaseMs } = verdict;
  const { SEND_TIMEOUT_MS } = env();
  faultPoint("send.begun");
  const message = {
    phoneNumberId: turn.integration.phoneNumberId,
    accessToken,
    phone: turn.customer.phone,
    userId: turn.customer.userId,
    content: ready.content,
    opaqueId: ledgerId,
    timeoutMs: SEND_TIMEOUT_MS,
    beforeWrite: () => {
      if (elapsedMs() > leaseMs - SEND_TIMEOUT_MS)
        throw new Error("The lease ended before the call could begin");
    },
  };
  const send = async () => (isTest ? suppressSend(intention.job.id, ledgerId) : await sendMessage(message));
  const outcome = (await refusalOf(intention.job.id, onBegun)) ?? (await send());

  switch (outcome.kind) {
    case "accepted": {
      const { providerMessageId } = outcome;
      const fact = { job: intention.job, ledgerId, providerMessageId };
      faultPoint("send.accepted");
      const acceptance = await recordUntilStored(() => recordAcceptance(fact));
      faultPoint("send.recorded");
      return { kind: "sent", providerMessageId, ledgerId, acceptance };
    }
    case "refused":
      faultPoint("settle.refused");
      return { kind: "refused", ledgerId, refused: outcome };
    case "unknown":
      faultPoint("settle.unknown");
      return { kind: "unknown", ledgerId, reason: outcome.reason, httpStatus: outcome.httpStatus };
  }
}

/** What could not be done before a send keeps it from being made: nothing has left this process. */
async function refusalOf(jobId: number, onBegun: SendRequest["onBegun"]): Promise<Refused | undefined> {
  try {
    await onBegun?.();
    return undefined;
  } catch (error) {
    logFailure("[JOB-RUNNER] What belongs to a reply could not be stored", error, { jobId });
    const message = "Not sent: what belongs to the reply could not be stored";
    const told = { code: "NOT_STORED", message, httpStatus: null, retryAfterMs: undefined };
    return { kind: "refused", class: "transient", ...told };
  }
}

/**
 * Milliseconds since now, by the clock that is further: the monotonic one runs while a process is stopped and never
 * jumps, wall time also runs while the whole machine sleeps.
 */
function startClocks(): () => number {
  const monotonic = performance.now();
  const wall = Date.now();
  return () => Math.max(performance.now() - monotonic, Date.now() - wall);
}
