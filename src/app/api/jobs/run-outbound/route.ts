import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireToken } from "@/app/_http/require-token";
import { countDueJobs, runOutbound, summariseRun } from "@/domain/runner";
import { env } from "@/lib/env";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Then no job is claimed; a minute later those in hand are handed back, before the host ends the function. */
const RUN_LIMIT = { timeLimitMs: 200_000, graceMs: 60_000 };

const run = handleRoute("http", async (request, requestId) => {
  requireToken(request, env().JOB_RUNNER_TOKEN);
  const worked = await runOutbound(RUN_LIMIT);
  return Response.json({ ok: true, requestId, ...summariseRun(worked), remaining: await countDueJobs() });
});

export { run as GET, run as POST };

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
