import { firstAdmin } from "@/domain/users";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { requireInbox } from "./require-inbox";
import type { InboxSession } from "./session";

/** Lets a request pass that comes from somebody who is signed in and may do it. @throws UNAUTHORIZED, FORBIDDEN. */
export async function requireSession(request: Request, role: "agent" | "admin"): Promise<InboxSession> {
  requireInbox(request);
  const user = env().INBOX_WITHOUT_SIGN_IN ? await firstAdmin() : null;
  if (!user) throw new AppError("UNAUTHORIZED", "No sign-in", { publicMessage: "Signing in is required." });
  if (role === "admin" && user.role !== "ADMIN") {
    const publicMessage = "Only admins may do that.";
    throw new AppError("FORBIDDEN", "Not an admin", { publicMessage });
  }
  const { organizationId, ...known } = user;
  return { organizationId, user: known, sessionId: null, actor: `user:${user.id}` };
}
