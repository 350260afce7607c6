import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Lets a request pass to what only people of the business may see or change. There is no sign-in yet: nobody passes, unless
 * INBOX_WITHOUT_SIGN_IN says that only its owner can reach this machine. Even then another site that is open in the
 * owner's browser may change nothing (a form that it sends comes from here, too). @throws UNAUTHORIZED, FORBIDDEN.
 */
export function requireInbox(request: Request): void {
  if (!env().INBOX_WITHOUT_SIGN_IN)
    throw new AppError("UNAUTHORIZED", "No sign-in", { publicMessage: "Signing in is required." });
  if (!isFromHere(request)) {
    const publicMessage = "Other sites cannot do that.";
    throw new AppError("FORBIDDEN", "Asked from another site", { publicMessage });
  }
}

/** Browsers say so themselves (Fetch Metadata); of those that do not, the origin is compared. */
function isFromHere({ headers }: Request): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  return origin === null || (URL.canParse(origin) && new URL(origin).host === headers.get("host"));
}
