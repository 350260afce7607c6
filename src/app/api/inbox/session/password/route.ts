import { changeOwnPassword } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { changePassword } from "@/domain/users";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(changeOwnPassword, async ({ session, body }) => {
  const { organizationId, user, actor, sessionId } = session;
  await changePassword({ organizationId, userId: user.id, actor }, { ...body, sessionId });
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
