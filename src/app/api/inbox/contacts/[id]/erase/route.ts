import * as operations from "@/app/_contract/contacts-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { eraseCustomer } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(operations.eraseContact, async ({ session, params, body }) => ({
  erased: await eraseCustomer(session, params.id, body.confirmation),
}));

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
