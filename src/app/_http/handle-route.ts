import { toAppError } from "@/infra/database/database-error";
import { logFailure } from "@/infra/database/log-failure";
import { describeError, isAppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { newRequestId } from "@/lib/request-id";
import { toErrorResponse } from "./to-error-response";

export type Handler = (request: Request, requestId: string) => Response | Promise<Response>;

/**
 * Wraps a route: gives the request an id, puts it on every answer, and turns whatever is thrown into the one error
 * shape. This is the only place where a route's errors are caught and logged.
 */
export function handleRoute(kind: Parameters<typeof newRequestId>[0], handler: Handler) {
  return async (request: Request): Promise<Response> => {
    const requestId = newRequestId(kind);
    let response: Response;
    try {
      response = await handler(request, requestId);
    } catch (thrown) {
      const error = toAppError(thrown);
      report(error, request, requestId);
      response = toErrorResponse(error, requestId);
    }
    response.headers.set("x-request-id", requestId);
    return response;
  };
}

const ourFaults = new Set(["INTERNAL", "DB_MISMATCH", "DATABASE_UNAVAILABLE", "NOT_CONFIGURED"]);

/** The path without its query: tokens travel there. */
function report(error: unknown, request: Request, requestId: string): void {
  const { pathname: path } = new URL(request.url);
  const code = isAppError(error) ? error.code : "INTERNAL";
  const fields = { requestId, method: request.method, path, code };
  if (ourFaults.has(code)) logFailure("[HTTP] Request failed", error, fields);
  else log("warn", "[HTTP] Request failed", { ...fields, error: describeError(error) });
}
