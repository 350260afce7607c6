import { isHopeless } from "./explain-failure";

/** Whether a job can be tried again: as retryJob has it. Of what Meta has, or may have, taken something, nothing is sent again. */
export function mayRetryJobSql(job: string): string {
  return `(${job}.status IN ('failed', 'cancelled')
    AND NOT EXISTS (
      SELECT 1 FROM "OutboundMessageLog" k
      WHERE k."jobId" = ${job}.id AND k.status IN ('sending', 'accepted', 'unknown'))
    AND NOT EXISTS (SELECT 1 FROM "OutboundJob" t WHERE t."retryOfId" = ${job}.id))`;
}

interface Failed {
  /** As it is shown. */
  status: string;
  errorCode: string | null;
  /** Of its job: see mayRetryJobSql. Null: the job is past its retention. */
  isRetryable: boolean | null;
}

/** Whether trying a message again is possible, and has any chance. */
export function mayRetry({ status, errorCode, isRetryable }: Failed): boolean {
  return status === "FAILED" && isRetryable === true && !isHopeless(errorCode);
}
