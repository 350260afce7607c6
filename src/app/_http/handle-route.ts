import { toAppError } from "@/infra/database/database-error";
import { describeError, isAppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { newRequestId } from "@/lib/request-id";
import { toErrorResponse } from "./to-error-response";

type Handler = (request: Request, requestId: string) => Response | Promise<Response>;

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
      logFailure(error, request, requestId);
      response = toErrorResponse(error, requestId);
    }
    response.headers.set("x-request-id", requestId);
    return response;
  };
}

/** The path without its query: tokens travel there. */
function logFailure(error: unknown, request: Request, requestId: string): void {
  const { pathname: path } = new URL(request.url);
  const code = isAppError(error) ? error.code : "INTERNAL";
  const isCallersFault = !["INTERNAL", "DB_MISMATCH", "DATABASE_UNAVAILABLE", "NOT_CONFIGURED"].includes(
    code,
  );
  const tag = code === "DB_MISMATCH" ? "[DB-MISMATCH]" : "[HTTP]";
  log(isCallersFault ? "warn" : "error", `${tag} Request failed`, {
    requestId,
    method: request.method,
    path,
    code,
    error: describeError(error),
  });
}
