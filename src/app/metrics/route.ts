import { handleRoute } from "@/app/_http/handle-route";
import { guessing, limitRequests } from "@/app/_http/limit-requests";
import { otherMethods } from "@/app/_http/other-methods";
import { carriesToken, requireToken } from "@/app/_http/require-token";
import { readMetrics } from "@/domain/health";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

export const GET = handleRoute("http", async (request) => {
  // Who has the token is not counted: nobody can lock the monitoring out.
  if (!carriesToken(request, env().METRICS_TOKEN)) await limitRequests(request, guessing);
  requireToken(request, env().METRICS_TOKEN);
  const { contentType, text } = await readMetrics();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
