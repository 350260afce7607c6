import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireToken } from "@/app/_http/require-token";
import { cleanUp, recordCronRun } from "@/domain/maintenance";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = handleRoute("cron", async (request, requestId) => {
  requireToken(request, env().CRON_SECRET);
  const { removed, unfinished } = await recordCronRun("cleanup", () => cleanUp());
  log("info", "[CRON] Cleaned up", { requestId, counts: removed });
  if (unfinished.length > 0)
    log("warn", "[CRON] Cleanup not finished, goes on next time", {
      requestId,
      reason: unfinished.join(","),
    });
  return Response.json({ ok: true, requestId, removed, unfinished });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
