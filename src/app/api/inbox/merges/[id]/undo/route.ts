import * as operations from "@/app/_contract/contacts-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { unmergeCustomers } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operations.undoMerge, ({ session, params }) =>
  unmergeCustomers(session, params.id),
);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
