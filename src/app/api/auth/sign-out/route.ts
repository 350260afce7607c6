import { handleRoute } from "@/app/_http/handle-route";
import { limited, publicApi } from "@/app/_http/limit-requests";
import { otherMethods } from "@/app/_http/other-methods";
import { requireOwnSite } from "@/app/_http/require-own-site";
import { signOut } from "@/domain/users";

export const dynamic = "force-dynamic";

/** Ends the session of whoever asks, and takes what the browser keeps of it. */
export const POST = handleRoute(
  "http",
  limited(publicApi, async (request, requestId) => {
    requireOwnSite(request);
    const cookies = await signOut(request.headers);
    // Not "cache", which costs browsers seconds; nothing of the inbox may be kept in one anyway.
    const headers = { "cache-control": "no-store", "clear-site-data": '"storage"' };
    const response = Response.json({ ok: true, requestId }, { headers });
    for (const cookie of cookies) response.headers.append("set-cookie", cookie);
    return response;
  }),
);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
