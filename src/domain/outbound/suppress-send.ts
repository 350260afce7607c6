import type { SendOutcome } from "@/infra/whatsapp/send-message";
import { log } from "@/lib/logger";

/** How the message ids of suppressed sends begin, in the ledger and on the Message. */
export const SUPPRESSED_ID_PREFIX = "wamid.SELFTEST-";

/**
 * What takes the place of the call to Meta where a self-test is answered: nothing leaves this process, and everything
 * after it goes on as if Meta had taken the message.
 */
export function suppressSend(jobId: number, ledgerId: string): SendOutcome {
  log("info", "[SELF-TEST] Suppressed: not sent to Meta", { jobId, ledgerId });
  return { kind: "accepted", providerMessageId: `${SUPPRESSED_ID_PREFIX}${ledgerId}` };
}
