import { applyEffects } from "@/domain/orchestrator";
import type { Claim, EndOfClaim } from "@/domain/outbound";
import { log } from "@/lib/logger";
import type { Draft } from "./think";

/** A customer who was told yesterday is told again: WhatsApp's own window, too, has closed since. */
const TOLD_FOR_MS = 24 * 3_600_000;

/**
 * How a claim ends whose reply hands over without a word: the one who writes looks like another bot, or the customer was
 * told before and nobody has come since. Undefined for every other reply, and for the one that has told, or is telling, them.
 */
export async function handOverSilently(
  { job, turn }: Claim,
  { reply, seenCount, answeredJobIds }: Draft,
): Promise<Omit<EndOfClaim, "job"> | undefined> {
  const { handover } = reply;
  const { handoverToldAt: toldAt, readAt } = turn;
  const isUnderWay = job.partsSent > 0 || job.resends > 0 || turn.handoverJobId === job.id;
  if (!handover || isUnderWay) return undefined;
  const wasTold = toldAt !== null && readAt - toldAt < TOLD_FOR_MS;
  if (reply.parts.length > 0 && !wasTold) return undefined;
  await applyEffects({ job, reply }); // What was learned counts, though nothing is said. Without the lease the end fails as well.
  log("info", "[JOB-RUNNER] Handed over without a word", {
    jobId: job.id,
    conversationId: job.conversationId,
  });
  const end: EndOfClaim["end"] =
    reply.parts.length === 0 ? { to: "cancelled", code: "BOT_LOOP", error: handover.reason } : { to: "done" };
  return { end, handover, draft: { reply, seenCount, answeredJobIds } };
}
