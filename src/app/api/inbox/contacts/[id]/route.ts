import * as operations from "@/app/_contract/contacts-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { nameContact } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(operations.nameContact, async ({ session, params, body }) => ({
  contact: await nameContact(session, params.id, body.name),
}));

export const { DELETE, GET, OPTIONS, POST, PUT } = otherMethods("PATCH");
