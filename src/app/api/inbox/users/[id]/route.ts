import { changeUser as operation } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { changeUser, readUser } from "@/domain/users";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(operation, async ({ session, params, body }) => {
  const { organizationId, actor } = session;
  await changeUser({ organizationId, userId: params.id, actor }, body);
  return { user: await readUser(organizationId, params.id) };
});

export const { DELETE, GET, OPTIONS, POST, PUT } = otherMethods("PATCH");
