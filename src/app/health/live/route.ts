import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";

export const dynamic = "force-dynamic";

/** Says only that the process turns: a liveness probe that asked the database would make one outage two. */
export const GET = handleRoute("http", () => {
  const headers = { "content-type": "application/health+json", "cache-control": "no-store" };
  return new Response(JSON.stringify({ status: "pass" }), { headers });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
