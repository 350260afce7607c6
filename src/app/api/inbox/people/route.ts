import { listPeople as operation } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listPeople } from "@/domain/users";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operation, async ({ session }) => {
  return { people: await listPeople(session.organizationId) };
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
