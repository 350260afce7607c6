import { after } from "next/server";
import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireToken } from "@/app/_http/require-token";
import { countRunnersWanted, maintainQueue, recordCronRun, triggerRunners } from "@/domain/maintenance";
import { env } from "@/lib/env";
import { log } from "@/lib/logger";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = handleRoute("cron", async (request, requestId) => {
  log("info", "[CRON] trigger start", { requestId });
  requireToken(request, env().CRON_SECRET);
  log("info", "[CRON] authorized", { method: request.method, requestId });
  const counts = await recordCronRun("run-outbound-jobs", maintainQueue);
  const runners = await countRunnersWanted();
  after(() => triggerRunners(runners, requestId));
  return Response.json({ ok: true, message: "Job runner triggered", requestId, runners, ...counts });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
