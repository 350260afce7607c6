import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireOwnSite } from "@/app/_http/require-own-site";
import { askSimulator } from "@/app/_phone/ask-simulator";
import { hasPhone } from "@/app/_phone/has-phone";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

const PREFIX = "/dev/phone/api/";

const answer = handleRoute("http", (request) => {
  if (!hasPhone(request.headers)) throw new AppError("NOT_FOUND", "There is no phone here");
  requireOwnSite(request);
  return askSimulator(request, new URL(request.url).pathname.slice(PREFIX.length));
});

export const { PATCH, OPTIONS } = otherMethods("GET", "POST", "PUT", "DELETE");
export { answer as DELETE, answer as GET, answer as POST, answer as PUT };
