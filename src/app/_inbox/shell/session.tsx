"use client";

import { createContext, useContext } from "react";

/** Who works here, as the server rendered the page; GET /api/inbox/session answers the same. */
export interface ShellSession {
  user: { id: string; name: string; email: string; role: "ADMIN" | "AGENT" };
  organization: { id: string; name: string };
  /** On a machine of one's own: nobody has signed in. */
  isSignInOff: boolean;
}

export const SessionContext = createContext<ShellSession | null>(null);

export function useSession(): ShellSession {
  const session = useContext(SessionContext);
  if (!session) throw new Error("useSession is used outside of the signed-in pages");
  return session;
}
