import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

/**
 * Lets a request pass that no other site has a browser send: a form or a script of theirs comes with the cookies of whoever
 * has it open. @throws FORBIDDEN.
 */
export function requireOwnSite({ headers }: Request): void {
  if (isOwnSite(headers)) return;
  const publicMessage = "Other sites cannot do that.";
  throw new AppError("FORBIDDEN", "Asked from another site", { publicMessage });
}

/** Browsers say so themselves (Fetch Metadata); of those that do not, the origin is compared. What is no browser has neither. */
function isOwnSite(headers: Headers): boolean {
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  if (origin === null) return true;
  if (!URL.canParse(origin)) return false;
  const { APP_URL } = env();
  return (
    new URL(origin).host === headers.get("host") || (APP_URL !== undefined && sameOrigin(origin, APP_URL))
  );
}

function sameOrigin(one: string, other: string): boolean {
  return new URL(one).origin === new URL(other).origin;
}
