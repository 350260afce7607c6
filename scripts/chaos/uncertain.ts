import type { History } from "./history";

/** Sends whose outcome was unknown for a while, by what settled them. */
export interface UncertainSeen {
  total: number;
  /** A late answer of Meta's, written by whoever still heard it. */
  answer: number;
  receipt: number;
  /** Silence: the policy has sent once more. */
  resend: number;
  /** Silence for the second time: a person decides. */
  held: number;
  open: number;
  /** The longest time from an acceptance by Meta to its first receipt here. */
  receiptLateMsMax: number;
}

export function countUncertain({ sends, jobs, effects }: Omit<History, "written">): UncertainSeen {
  const jobOf = new Map(jobs.map((job) => [job.id, job]));
  const newest = new Map(sends.map(({ jobId, part, ledgerId }) => [`${jobId} ${part}`, ledgerId]));
  const seen: UncertainSeen = {
    total: 0,
    answer: 0,
    receipt: 0,
    resend: 0,
    held: 0,
    open: 0,
    receiptLateMsMax: 0,
  };
  const acceptedAt = new Map(effects.map(({ ledgerId, at }) => [ledgerId, at]));
  for (const { ledgerId, receiptAt } of sends) {
    const lateMs = (receiptAt ?? 0) - (acceptedAt.get(ledgerId) ?? Number.POSITIVE_INFINITY);
    seen.receiptLateMsMax = Math.max(seen.receiptLateMsMax, lateMs);
  }
  for (const { ledgerId, jobId, part, status, settledBy } of sends.filter(({ wasUnknown }) => wasUnknown)) {
    seen.total += 1;
    if (status !== "unknown" && status !== "sending")
      seen[settledBy === "receipt" ? "receipt" : "answer"] += 1;
    else if (newest.get(`${jobId} ${part}`) !== ledgerId) seen.resend += 1;
    else if (jobOf.get(jobId)?.isHeld) seen.held += 1;
    else seen.open += 1;
  }
  return seen;
}
