import * as operations from "@/app/_contract/contacts-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { mergeCustomers } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operations.mergeContacts, ({ session, params, body }) =>
  mergeCustomers(session, params.id, body.intoId),
);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
