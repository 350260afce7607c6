// Why a job that was picked up is not to be answered, or not now; asked before an AI is, and everything but the quiet hours
// is checked once more when its send begins.

import { isSelfTest } from "@/domain/conversations";
import { quietUntil } from "@/domain/integrations";
import {
  type Claim,
  type ClaimedJob,
  type EndOfClaim,
  type Forbidden,
  postponed,
  type Turn,
} from "@/domain/outbound";
import { checkFollowUp, dropped, isFollowUp } from "./check-follow-up";

type Ending = Omit<EndOfClaim, "job">;

/** What an answer has left of its window when quiet hours end, for it to be worth waiting for. */
const WINDOW_MARGIN_MS = 15 * 60_000;

/** Why something may not be sent, in words for the job and the person who reads it. */
export const forbidden: Record<Forbidden, Ending> = {
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
  group: unanswered("GROUP", "Nothing is sent to groups"),
  marketing_opted_out: unanswered(
    "MARKETING_OPTED_OUT",
    "The customer wants no marketing, and the template is, or may be, marketing",
  ),
};

/** How the claim ends of a job that is not to be worked now; undefined when it is. */
export function checkDuty({ job, turn }: Claim): Ending | undefined {
  const { customer } = turn;
  if (customer.isGroup) return forbidden.group;
  if (customer.phone === null && customer.userId === null)
    return unanswered("NO_ADDRESS", "Neither a number nor a user id of the customer is known");
  if (job.purpose !== null)
    return job.reply ? undefined : unanswered("NO_REPLY", "The words to send were not stored");
  if (isTakenOver(job, turn)) return forbidden.human;
  if (job.author === "PERSON") return undefined;
  if (customer.isOptedOut) return forbidden.opted_out;
  return checkFollowUp({ job, turn }) ?? keepQuiet({ job, turn });
}

/** The bot is silent where a person speaks, but for the reply with which it handed over. */
function isTakenOver(job: ClaimedJob, turn: Turn): boolean {
  return (
    job.author === "BOT" && job.purpose === null && turn.mode === "HUMAN" && turn.handoverJobId !== job.id
  );
}

/** What has begun goes on; what could never be said after the quiet hours is said in them. */
function keepQuiet({ job, turn }: Claim): Ending | undefined {
  if (job.partsSent > 0 || isSelfTest(turn.customer)) return undefined;
  const until = quietUntil(turn.integration.hours, turn.readAt)?.getTime();
  if (until === undefined) return undefined;
  if (wouldBeNever({ job, turn }, until + WINDOW_MARGIN_MS))
    return isFollowUp(job) ? dropped.quiet_hours : undefined;
  return { end: postponed("QUIET_HOURS", "The quiet hours of this number", until - turn.readAt) };
}

/** Whether the window is open now and closed then. A template needs none, and waits. */
function wouldBeNever({ job, turn }: Claim, then: number): boolean {
  const { windowClosesAt, readAt } = turn;
  if (windowClosesAt === null || job.reply?.isFallback) return false;
  return windowClosesAt > readAt && windowClosesAt < then;
}

function unanswered(code: string, error: string): Ending {
  const notification = {
    kind: "JOB_FAILED",
    title: "A customer was not answered",
    body: `${code}: ${error}`,
  };
  return { end: { to: "failed", code, error }, notification };
}
