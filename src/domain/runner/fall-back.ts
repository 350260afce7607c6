import type { Claim, EndOfClaim } from "@/domain/outbound";
import { chosenTemplate } from "@/domain/templates";
import { log } from "@/lib/logger";
import { forbidden } from "./check-duty";
import { dropped, isFollowUp } from "./check-follow-up";
import type { Draft } from "./think";

/**
 * How a claim ends for which the window has closed. Where the number has a template for it, that takes the place of the
 * parts Meta does not have, in one statement with the end: the next attempt finds it as the job's reply and sends it
 * under a key of its own. Not for a person's words, and not while an earlier send may yet turn out to have arrived.
 */
export async function fallBack(
  { job, turn }: Claim,
  { reply, seenCount, answeredJobIds }: Draft,
  part: number,
): Promise<Omit<EndOfClaim, "job">> {
  if (isFollowUp(job)) return dropped.window_closed;
  const mayFallBack = job.author === "BOT" && job.purpose === null && job.resends === 0 && !reply.isFallback;
  if (!mayFallBack) return forbidden.window_closed;
  const names = { customer: turn.customer.name, business: turn.business.name };
  const chosen = await chosenTemplate({ integrationId: turn.integration.id, purpose: "reply", names });
  if ("problem" in chosen) {
    log("info", "[JOB-RUNNER] No template to send outside the window", {
      jobId: job.id,
      reason: chosen.problem,
    });
    return forbidden.window_closed;
  }
  const { name } = chosen.content;
  const error = `More than 24 hours since the customer's last message: the template ${name} goes out instead`;
  const parts = [...reply.parts.slice(0, part - 1), chosen.content];
  return {
    end: { to: "queued", delayMs: 0, code: "WINDOW_CLOSED", error, countAttempt: false },
    draft: { reply: { ...reply, parts, isFallback: true }, seenCount, answeredJobIds },
  };
}
