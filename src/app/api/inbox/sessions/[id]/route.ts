import { revokeSession as operation } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { revokeSession } from "@/domain/users";

export const dynamic = "force-dynamic";

export const DELETE = inboxRoute(operation, async ({ session, params }) => {
  const { organizationId, actor, user } = session;
  const userId = user.role === "ADMIN" ? null : user.id;
  await revokeSession({ organizationId, actor, userId, sessionId: params.id });
  return {};
});

export const { GET, OPTIONS, PATCH, POST, PUT } = otherMethods("DELETE");
