import * as operations from "@/app/_contract/contact-search-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { searchContacts } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.searchContacts, async ({ session, query }) => ({
  contacts: await searchContacts(session.organizationId, query.search),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
