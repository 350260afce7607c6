import { handleRoute } from "@/app/_http/handle-route";
import { requireToken } from "@/app/_http/require-token";
import { readMetrics } from "@/domain/health";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";

export const GET = handleRoute("http", async (request) => {
  requireToken(request, env().METRICS_TOKEN);
  const { contentType, text } = await readMetrics();
  return new Response(text, { headers: { "content-type": contentType, "cache-control": "no-store" } });
});
