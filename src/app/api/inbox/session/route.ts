import { getSession } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { findSessionUser, organizationName } from "@/domain/users";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(getSession, async ({ session, request, requestId }) => {
  const renewed = session.sessionId ? await findSessionUser(request.headers, true) : null;
  const { user, organizationId: id } = session;
  const organization = { id, name: await organizationName(id) };
  const answer = { user, organization, isSignInOff: session.sessionId === null };
  const response = Response.json({ ok: true, requestId, ...getSession.answer.parse(answer) });
  for (const cookie of renewed?.cookies ?? []) response.headers.append("set-cookie", cookie);
  return response;
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
