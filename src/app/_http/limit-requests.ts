import { type RequestLimit, takeRequest } from "@/infra/rate-limit/take-request";
import { env } from "@/lib/env";
import { clientAddress } from "./client-address";
import type { Handler } from "./handle-route";

/** What can be asked without signing in. Webhook, cron, jobs and health are exempt: they have signatures and tokens. */
export const publicApi: RequestLimit = {
  name: "public",
  requests: 100,
  seconds: 15 * 60,
  whenDatabaseAway: "pass",
};

/** Where somebody could try one secret after the other: without the count nobody may try. */
export const guessing: RequestLimit = { ...publicApi, name: "guessing", whenDatabaseAway: "refuse" };

/** Counts a request of a client. @throws RATE_LIMITED; DATABASE_UNAVAILABLE where the limit says so. */
export async function limitRequests(request: Request, limit: RequestLimit): Promise<void> {
  await takeRequest(limit, clientAddress(request.headers, env()));
}

/** A handler behind a limit. */
export function limited(limit: RequestLimit, handler: Handler): Handler {
  return async (request, requestId) => {
    await limitRequests(request, limit);
    return handler(request, requestId);
  };
}
