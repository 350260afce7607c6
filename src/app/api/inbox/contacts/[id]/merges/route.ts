import * as operations from "@/app/_contract/contacts-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listCustomerMerges } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listMerges, async ({ session, params }) => ({
  merges: await listCustomerMerges(session, params.id),
}));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
