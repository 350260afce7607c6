import { after } from "next/server";
import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireToken } from "@/app/_http/require-token";
import { countRunnersWanted, maintainQueue, recordCronRun, triggerRunners } from "@/domain/maintenance";
import { kickMedia } from "@/domain/media";
import { shutdown } from "@/domain/runner";
import { syncStaleTemplates } from "@/domain/templates";
import { kickWebhooks } from "@/domain/webhooks-out";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Then no download is begun; a minute later those in hand are handed back, before the host ends the function. */
const MEDIA_LIMIT = { timeLimitMs: 200_000, graceMs: 60_000 };

export const GET = handleRoute("cron", async (request, requestId) => {
  log("info", "[CRON] trigger start", { requestId });
  requireToken(request, env().CRON_SECRET);
  log("info", "[CRON] authorized", { method: request.method, requestId });
  const counts = await recordCronRun("run-outbound-jobs", maintainQueue);
  const runners = await countRunnersWanted();
  after(() => triggerRunners(runners, requestId));
  after(() => kickMedia({ ...MEDIA_LIMIT, stop: shutdown().signal }));
  after(() => kickWebhooks({ timeLimitMs: MEDIA_LIMIT.timeLimitMs, stop: shutdown().signal }));
  after(() => syncStaleTemplates({ stop: shutdown().signal }));
  return Response.json({ ok: true, message: "Job runner triggered", requestId, runners, ...counts });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
