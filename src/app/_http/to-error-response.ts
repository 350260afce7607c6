import { type ErrorCode, isAppError } from "@/lib/errors";

/** The only table from error code to HTTP status. */
const statuses: Record<ErrorCode, number> = {
  INVALID_JSON: 400,
  INVALID_INPUT: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL: 500,
  DB_MISMATCH: 500,
  NOT_CONFIGURED: 503,
  DATABASE_UNAVAILABLE: 503,
  BUDGET_USED_UP: 503,
};

/** What is not meant for outside shows nothing but the request id. */
const fallbackMessage = "Something went wrong on our side.";

export function toErrorResponse(error: unknown, requestId: string): Response {
  const code = isAppError(error) ? error.code : "INTERNAL";
  const message = (isAppError(error) && error.publicMessage) || fallbackMessage;
  // The rest of a body that was too large is still on its way: the connection cannot carry another request.
  const headers: Record<string, string> = code === "PAYLOAD_TOO_LARGE" ? { connection: "close" } : {};
  if (isAppError(error) && error.retryAfter !== undefined) headers["retry-after"] = String(error.retryAfter);
  const details = isAppError(error) ? error.details : undefined;
  return Response.json(
    { ok: false, error: { ...details, code, message }, requestId },
    { status: statuses[code], headers },
  );
}
