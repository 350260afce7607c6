export { applyWaitingReceipts } from "./apply-waiting-receipts";
export type { Forbidden } from "./begin-sends";
export { botJobsSql, endedBotJobsSql } from "./bot-jobs-sql";
export { type Claim, claimJobs } from "./claim-jobs";
export { type EndOfClaim, endClaim } from "./end-claims";
export { endSelfTest } from "./end-self-test";
export { evidenceTimesSql } from "./evidence-sql";
export { extendLeases, type LeaseState } from "./extend-leases";
export { followFailures } from "./follow-failures";
export { isGroupSql } from "./group-sql";
export { cancelledMessagesSql } from "./job-ends-sql";
export { getJob, type JobRow, jobColumnsSql, listJobs } from "./list-jobs";
export { cancelJob, retryJob } from "./operate-jobs";
export {
  type ClaimEnd,
  type ClaimedJob,
  type Handover,
  postponed,
  type Reply,
  type ReplyPart,
  readablePart,
  type TurnEffect,
} from "./outbound-job";
export { readSelfTest, type SelfTest } from "./read-self-test";
export { readTurn } from "./read-turn";
export { readTurnAgain } from "./read-turn-again";
export type { Receipt } from "./receipt";
export { receiptsSql } from "./receipts-sql";
export { reconcileUncertainJobs } from "./reconcile-uncertain-jobs";
export { findPersonsJob, replyAsPerson } from "./reply-as-person";
export { rescueExpiredJobs } from "./rescue-expired-jobs";
export { decideAfterRefusal, retryDelayMs } from "./retry-policy";
export { returnQuietConversations } from "./return-quiet-conversations";
export { type SendResult, sendWithIdempotency } from "./send-with-idempotency";
export { confirmSent, resendUncertain } from "./settle-uncertain-job";
export { stopMarketing } from "./stop-marketing";
export { handBack, takenUpSql, takeOver, takeOverSql } from "./take-over";
export type { HistoryMessage, Turn } from "./turn-sql";
