import { handleRoute } from "@/app/_http/handle-route";
import { healthResponse } from "@/app/_http/health-response";
import { otherMethods } from "@/app/_http/other-methods";
import { checkOne } from "@/domain/health";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

/** `/health/database`, `/health/whatsapp`, `/health/ai`. */
export const GET = handleRoute("http", async (request) => {
  const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
  const check = await checkOne(name);
  if (!check)
    throw new AppError("NOT_FOUND", `No health check ${name}`, { publicMessage: "There is no such check." });
  return healthResponse(request, [check]);
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
