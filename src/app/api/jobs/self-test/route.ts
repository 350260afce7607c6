import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { requireToken } from "@/app/_http/require-token";
import { endSelfTest, readSelfTest } from "@/domain/outbound";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

/** How far the self-test with this message has come; npm run verify:deployment -- --self-test asks. */
export const GET = handleRoute("http", async (request, requestId) => {
  requireToken(request, env().JOB_RUNNER_TOKEN);
  const selfTest = await readSelfTest(messageOf(request));
  if (!selfTest) {
    const publicMessage = "This is no message of a self-test.";
    throw new AppError("NOT_FOUND", publicMessage, { publicMessage });
  }
  return Response.json({ ok: true, requestId, ...selfTest }, { headers: { "cache-control": "no-store" } });
});

export const DELETE = handleRoute("http", async (request, requestId) => {
  requireToken(request, env().JOB_RUNNER_TOKEN);
  return Response.json({ ok: true, requestId, removed: await endSelfTest(messageOf(request)) });
});

export const { OPTIONS, PATCH, POST, PUT } = otherMethods("GET", "DELETE");

function messageOf(request: Request): string {
  return new URL(request.url).searchParams.get("message") ?? "";
}
