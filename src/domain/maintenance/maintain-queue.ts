import { closeLostCalls } from "@/domain/ai-turns";
import { lookForAlerts } from "@/domain/alerts";
import { carryOutMerges } from "@/domain/contacts";
import { queueDueFollowUps } from "@/domain/follow-ups";
import { replayWaitingDeliveries } from "@/domain/inbound";
import { resumeIntegrations } from "@/domain/integrations";
import { removeFiles } from "@/domain/media";
import {
  applyWaitingReceipts,
  reconcileUncertainJobs,
  rescueExpiredJobs,
  returnQuietConversations,
} from "@/domain/outbound";
import { requireSchema } from "@/domain/schema";
import { trimChanges } from "./trim-changes";

/** What one round has mended, by kind. */
export type MaintenanceCounts = Record<
  | "requeued"
  | "uncertain"
  | "failed"
  | "receiptsApplied"
  | "resent"
  | "held"
  | "replayed"
  | "stillWaiting"
  | "numbersResumed"
  | "contactsMerged"
  | "filesRemoved"
  | "conversationsReturned"
  | "followUpsQueued"
  | "aiCallsLost"
  | "changesTrimmed",
  number
>;

/**
 * Everything that must happen although nobody asks for it: numbers with a new token go on, parked webhooks are played
 * again, contacts that are one person merged, jobs of dead runners rescued, waiting receipts applied, uncertain sends
 * decided, conversations that people have left alone returned to the bot, due follow-ups queued, operators told of what is
 * wrong. The cron's runners wait for it: it asks Meta nothing. Safe to run anywhere, at any time, several times at once.
 * @throws DB_MISMATCH while the schema is not the one this code relies on.
 */
export async function maintainQueue(): Promise<MaintenanceCounts> {
  try {
    return await mend();
  } finally {
    await lookForAlerts(); // Last: what could be mended is no alert. And also when something could not.
  }
}

async function mend(): Promise<MaintenanceCounts> {
  await requireSchema();
  const numbersResumed = await resumeIntegrations();
  const { replayed, stillWaiting } = await replayWaitingDeliveries();
  const contactsMerged = await carryOutMerges();
  const { queued, uncertain, failed } = await rescueExpiredJobs();
  const receiptsApplied = await applyWaitingReceipts();
  const { resent, held } = await reconcileUncertainJobs();
  const filesRemoved = await removeFiles();
  const conversationsReturned = await returnQuietConversations();
  const followUpsQueued = await queueDueFollowUps();
  const { calls: aiCallsLost } = await closeLostCalls();
  const changesTrimmed = await trimChanges();
  return {
    requeued: queued,
    uncertain,
    failed,
    receiptsApplied,
    resent,
    held,
    replayed,
    stillWaiting,
    numbersResumed,
    contactsMerged,
    filesRemoved,
    conversationsReturned,
    followUpsQueued,
    aiCallsLost,
    changesTrimmed,
  };
}
