import { findSession } from "@/infra/auth/find-session";
import type { UserRow } from "./user-row";

const SESSION_DAYS_MAX = 30; // However often it was used: then the password is asked for again.
const DAY_MS = 86_400_000;

export interface SessionUser {
  user: UserRow;
  sessionId: string;
  /** What goes back to the browser where the session was renewed. */
  cookies: string[];
}

/** Who has sent these headers; null: nobody who may. `isRenewing` makes a session longer that is in use. */
export async function findSessionUser(headers: Headers, isRenewing = false): Promise<SessionUser | null> {
  const found = await findSession(headers, isRenewing);
  if (!found || found.user.disabledAt !== null) return null;
  if (Date.now() - found.startedAt.getTime() > SESSION_DAYS_MAX * DAY_MS) return null;
  const { disabledAt: _, ...user } = found.user;
  return { user, sessionId: found.sessionId, cookies: found.cookies };
}
