import { type RequestLimit, takeRequest } from "@/infra/rate-limit/take-request";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { requireOwnSite } from "./require-own-site";
import type { InboxSession } from "./session";
import { whoAsks } from "./who-asks";

/**
 * Lets a request pass that comes from somebody who is signed in and may do it, not from another site, and within what their
 * organization may ask for in an hour. @throws UNAUTHORIZED, FORBIDDEN, RATE_LIMITED.
 */
export async function requireSession(request: Request, role: "agent" | "admin"): Promise<InboxSession> {
  requireOwnSite(request);
  const session = await whoAsks(request.headers);
  if (!session)
    throw new AppError("UNAUTHORIZED", "No sign-in", { publicMessage: "Signing in is required." });
  if (role === "admin") requireAdmin(session);
  await takeRequest(inboxLimit(), session.organizationId);
  return session;
}

/** @throws FORBIDDEN. */
export function requireAdmin({ user }: InboxSession): void {
  if (user.role === "ADMIN") return;
  throw new AppError("FORBIDDEN", "Not an admin", { publicMessage: "Only admins may do that." });
}

/** A stream of changes is one request, however long it lasts. */
function inboxLimit(): RequestLimit {
  const { INBOX_REQUESTS_PER_HOUR: requests } = env();
  return { name: "inbox", requests, seconds: 3_600, whenDatabaseAway: "pass" };
}
