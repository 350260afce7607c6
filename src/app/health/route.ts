import { handleRoute } from "@/app/_http/handle-route";
import { healthResponse } from "@/app/_http/health-response";
import { otherMethods } from "@/app/_http/other-methods";
import { checkReadiness, circuitStatuses, readQueueState } from "@/domain/health";

export const dynamic = "force-dynamic";

export const GET = handleRoute("http", async (request) => {
  const checks = await checkReadiness();
  const canAskQueue = checks.every(({ status }) => status !== "fail");
  return healthResponse(request, checks, {
    circuits: circuitStatuses(),
    ...(canAskQueue ? { queue: await readQueueState() } : {}),
  });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
