// What the bot writes by itself, because it was agreed, is worth less than an answer: it is dropped where an answer would wait,
// fall back to a template, or tell a person that it could not be sent.

import type { Claim, EndOfClaim } from "@/domain/outbound";

type Ending = Omit<EndOfClaim, "job">;

/** Why a follow-up is dropped. */
export const dropped = {
  superseded: cancelled("SUPERSEDED", "The customer has written since, which is answered by itself"),
  window_closed: cancelled("WINDOW_CLOSED", "More than 24 hours since the customer's last message"),
  quiet_hours: cancelled("QUIET_HOURS", "It would be too late for it when the quiet hours are over"),
};

/** Whether a job is to be written by the bot although no message asks for it. */
export function isFollowUp({ author, purpose, inboundMessageId }: Claim["job"]): boolean {
  return author === "BOT" && purpose === null && inboundMessageId === null;
}

/** How the claim of a follow-up ends that is not needed any more; undefined when it is. What has begun goes on. */
export function checkFollowUp({ job, turn }: Claim): Ending | undefined {
  if (!isFollowUp(job) || job.partsSent > 0 || job.resends > 0) return undefined;
  if (turn.followUp?.seenCount !== turn.inboundCount || turn.unansweredMessageIds.length > 0)
    return dropped.superseded;
  const isOpen = turn.windowClosesAt !== null && turn.windowClosesAt > turn.readAt;
  return isOpen ? undefined : dropped.window_closed;
}

function cancelled(code: string, error: string): Ending {
  return { end: { to: "cancelled", code, error } };
}
