// Errors that somebody reacts to. `message` is for operators; only `publicMessage` may leave the system.

export type ErrorCode =
  | "INVALID_JSON"
  | "INVALID_INPUT"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "CONFLICT"
  | "METHOD_NOT_ALLOWED"
  | "PAYLOAD_TOO_LARGE"
  | "RATE_LIMITED"
  | "NOT_CONFIGURED"
  | "BUDGET_USED_UP"
  | "DATABASE_UNAVAILABLE"
  | "DB_MISMATCH"
  | "INTERNAL";

interface AppErrorOptions {
  /** May be shown to the caller. Left out: the caller gets a general sentence. */
  publicMessage?: string;
  cause?: unknown;
  /** When it makes sense to ask again, in seconds. */
  retryAfter?: number;
  /** Shown to the caller beside code and message, for programs: such as the state that forbids what was asked. */
  details?: Record<string, unknown>;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string | undefined;
  readonly retryAfter: number | undefined;
  readonly details: Record<string, unknown> | undefined;
  /** Recognised by brand: a bundler may load this module twice. */
  readonly isAppError = true;

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = "AppError";
    this.code = code;
    this.publicMessage = options.publicMessage;
    this.retryAfter = options.retryAfter;
    this.details = options.details;
  }
}

export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && (error as Partial<AppError>).isAppError === true;
}

const CAUSES_MAX = 5;

/** The message of anything thrown, with those of its causes. */
export function describeError(error: unknown, depth = 0): string {
  if (!(error instanceof Error)) return String(error);
  const inner = error instanceof AggregateError ? error.errors[0] : error.cause;
  const own = error.message || error.name;
  return inner === undefined || depth === CAUSES_MAX ? own : `${own}: ${describeError(inner, depth + 1)}`;
}
