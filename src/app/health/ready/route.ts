import { handleRoute } from "@/app/_http/handle-route";
import { healthResponse } from "@/app/_http/health-response";
import { otherMethods } from "@/app/_http/other-methods";
import { checkReadiness } from "@/domain/health";

export const dynamic = "force-dynamic";

export const GET = handleRoute("http", async (request) => healthResponse(request, await checkReadiness()));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
