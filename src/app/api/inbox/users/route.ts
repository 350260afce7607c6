import { addUser as addition, listUsers as list } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { addUser, listUsers, readUser } from "@/domain/users";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(list, async ({ session }) => {
  return { users: await listUsers(session.organizationId) };
});

export const POST = inboxRoute(addition, async ({ session, body }) => {
  const { organizationId, actor } = session;
  const { userId, password } = await addUser({ organizationId, actor, ...body });
  return { user: await readUser(organizationId, userId), password };
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
