import { auth } from "./auth";

export interface SignedIn {
  sessionId: string;
  startedAt: Date;
  user: {
    id: string;
    organizationId: string;
    name: string;
    email: string;
    role: "ADMIN" | "AGENT";
    disabledAt: Date | null;
  };
  /** What goes back to the browser where the session was renewed. */
  cookies: string[];
}

/** Who a request's cookie belongs to, as the database has it now. Null: nobody, or the session is over. */
export async function findSession(request: Headers, isRenewing = false): Promise<SignedIn | null> {
  const cookie = request.get("cookie");
  if (!cookie?.includes("session_token=")) return null;
  const { response, headers } = await auth().api.getSession({
    headers: new Headers({ cookie }),
    query: { disableRefresh: !isRenewing },
    returnHeaders: true,
  });
  if (!response) return null;
  const { session, user } = response;
  const { id, organizationId, name, email, disabledAt = null } = user;
  const role = user.role === "ADMIN" ? "ADMIN" : "AGENT";
  return {
    sessionId: session.id,
    startedAt: session.createdAt,
    user: { id, organizationId, name, email, role, disabledAt },
    cookies: headers.getSetCookie(),
  };
}
