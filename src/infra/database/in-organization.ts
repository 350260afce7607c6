import type { Ask } from "./statement";
import { inTransaction } from "./transaction";

const scope = {
  name: "scope_to_organization",
  text: `SELECT set_config('replyonce.organization_id', $1, true)`,
};

/**
 * A transaction that sees the rows of one organization and no others, whatever its statements ask for. For all that the inbox
 * reads.
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
