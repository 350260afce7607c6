import type { Ask } from "./statement";
import { inTransaction } from "./transaction";

/** Sees the rows of the transaction's organization only, and changes nothing (docs/adr/0014-row-level-security.md). */
export const INBOX_ROLE = "replyonce_inbox";

const scope = {
  name: "scope_to_organization",
  // Both end with the transaction, also behind a pooler in transaction mode.
  text: `SELECT set_config('replyonce.organization_id', $1, true), set_config('role', '${INBOX_ROLE}', true)`,
};

/**
 * A transaction that sees the rows of one organization and no others, whatever its statements ask for, and can write nothing.
 * For all that the inbox reads.
 */
export function inOrganization<Result>(
  organizationId: string,
  work: (ask: Ask) => Promise<Result>,
): Promise<Result> {
  return inTransaction(async (ask) => {
    await ask(scope, [organizationId]);
    return work(ask);
  });
}
