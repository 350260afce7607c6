import { listSessions as operation } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireAdmin } from "@/app/_http/require-session";
import { listSessions } from "@/domain/users";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operation, async ({ session, query }) => {
  const isEverybody = query.whose === "everybody";
  if (isEverybody) requireAdmin(session);
  const found = await listSessions(session.organizationId, isEverybody ? null : session.user.id);
  const sessions = found.map(({ userId, userName, ...row }) => {
    return { ...row, user: { id: userId, name: userName }, isCurrent: row.id === session.sessionId };
  });
  return { sessions };
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
