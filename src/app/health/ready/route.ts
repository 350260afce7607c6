import { handleRoute } from "@/app/_http/handle-route";
import { healthResponse } from "@/app/_http/health-response";
import { checkReadiness } from "@/domain/health";

export const dynamic = "force-dynamic";

export const GET = handleRoute("http", async (request) => healthResponse(request, await checkReadiness()));
