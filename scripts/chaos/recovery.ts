import { groupBy } from "./answers";
import type { Restart } from "./chaos-postgres";
import type { EffectSeen, SendSeen } from "./history";

/** A runner has taken a job; moments are unix milliseconds. */
export interface JobClaim {
  jobId: number;
  at: number;
}

export interface Recovery extends Restart {
  /** From PostgreSQL being back to the first answer Meta accepted whose claim came after that; null when there was none. */
  firstAnswerMs: number | null;
}

/** What a restart of PostgreSQL may cost. */
export const RECOVERY_BOUND_MS = 15_000;

export function measureRecoveries(
  restarts: Restart[],
  seen: { claims: JobClaim[]; sends: SendSeen[]; effects: EffectSeen[] },
): Recovery[] {
  const jobOf = new Map(seen.sends.map(({ ledgerId, jobId }) => [ledgerId, jobId]));
  const claimsOf = groupBy(seen.claims, ({ jobId }) => jobId);
  const answers = seen.effects.flatMap(({ ledgerId, at }) => {
    const claims = claimsOf.get(jobOf.get(ledgerId ?? "") ?? Number.NaN) ?? [];
    const before = claims.filter((claim) => claim.at <= at).map((claim) => claim.at);
    return before.length > 0 ? [{ at, claimedAt: Math.max(...before) }] : [];
  });
  return restarts.map((restart) => {
    const after = answers.filter(({ at, claimedAt }) => claimedAt >= restart.upAt && at >= restart.upAt);
    const first = after.length > 0 ? Math.min(...after.map(({ at }) => at)) : null;
    return { ...restart, firstAnswerMs: first === null ? null : first - restart.upAt };
  });
}
