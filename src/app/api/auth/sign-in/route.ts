import { z } from "zod";
import { clientAddress } from "@/app/_http/client-address";
import { handleRoute } from "@/app/_http/handle-route";
import { guessing, limited } from "@/app/_http/limit-requests";
import { otherMethods } from "@/app/_http/other-methods";
import { readJson } from "@/app/_http/read-json";
import { requireOwnSite } from "@/app/_http/require-own-site";
import { signIn } from "@/domain/users";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

const BODY_BYTES_MAX = 4 * 1024;
const bodySchema = z.object({ email: z.string().max(320), password: z.string().max(1_000) });

/** Signs somebody in. Not from another site either: it could sign people in as somebody who then reads what they write. */
export const POST = handleRoute(
  "http",
  limited(guessing, async (request, requestId) => {
    requireOwnSite(request);
    const { email, password } = await readJson(request, bodySchema, BODY_BYTES_MAX);
    const userAgent = request.headers.get("user-agent");
    const cookies = await signIn({
      email,
      password,
      address: clientAddress(request.headers, env()),
      userAgent,
    });
    const response = Response.json({ ok: true, requestId }, { headers: { "cache-control": "no-store" } });
    for (const cookie of cookies) response.headers.append("set-cookie", cookie);
    return response;
  }),
);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
