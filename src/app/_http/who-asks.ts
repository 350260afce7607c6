import { findSessionUser, firstAdmin } from "@/domain/users";
import type { InboxSession } from "./session";
import { isSignInOff } from "./sign-in-off";

/** Who has sent these headers; null: nobody who is signed in. */
export async function whoAsks(headers: Headers): Promise<InboxSession | null> {
  const found = await findSessionUser(headers);
  if (found) return sessionOf(found.user, found.sessionId);
  const admin = isSignInOff(headers) ? await firstAdmin() : null;
  return admin && sessionOf(admin, null);
}

function sessionOf(
  { organizationId, id, name, email, role }: InboxSession["user"] & { organizationId: string },
  sessionId: string | null,
): InboxSession {
  return { organizationId, user: { id, name, email, role }, sessionId, actor: `user:${id}` };
}
