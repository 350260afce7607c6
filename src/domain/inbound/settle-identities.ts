import { carryOutMerges, changeIdentity } from "@/domain/contacts";
import { logFailure } from "@/infra/database/log-failure";
import type { InboundMessage } from "./inbound-message";
import type { IngestedRow } from "./ingest-sql";

/** What messages say about who people are: other names from now on, and contacts that turn out to be one. */
export async function settleIdentities(messages: InboundMessage[], stored: IngestedRow[]): Promise<void> {
  let hasMerges = stored.some((row) => row.hasMerges);
  for (const { identityChange, phoneNumberId, providerMessageId, wabaId } of messages) {
    if (!identityChange) continue;
    const change = { ...identityChange, phoneNumberId, providerMessageId, wabaId };
    hasMerges = (await changeIdentity(change)) || hasMerges;
  }
  if (!hasMerges) return;
  try {
    await carryOutMerges();
  } catch (error) {
    // That they are one is written down; the cron carries it out.
    logFailure("[CONTACTS] Merge waits for the cron", error, {});
  }
}
