import { AppError } from "@/lib/errors";
import { requireOwnSite } from "./require-own-site";
import { isSignInOff } from "./sign-in-off";

/** For routes that are not yet an operation of src/app/_contract: only where nobody has to sign in. @throws UNAUTHORIZED, FORBIDDEN. */
export function requireInbox(request: Request): void {
  if (!isSignInOff(request.headers))
    throw new AppError("UNAUTHORIZED", "No sign-in", { publicMessage: "Signing in is required." });
  requireOwnSite(request);
}
