// Errors that somebody reacts to. `message` is for operators; only `publicMessage` may leave the system.

export type ErrorCode =
  | "INVALID_JSON"
  | "INVALID_INPUT"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "NOT_FOUND"
  | "PAYLOAD_TOO_LARGE"
  | "NOT_CONFIGURED"
  | "DATABASE_UNAVAILABLE"
  | "DB_MISMATCH"
  | "INTERNAL";

interface AppErrorOptions {
  /** May be shown to the caller. Left out: the caller gets a general sentence. */
  publicMessage?: string;
  cause?: unknown;
}

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly publicMessage: string | undefined;
  /** Recognised by brand: a bundler may load this module twice. */
  readonly isAppError = true;

  constructor(code: ErrorCode, message: string, { publicMessage, cause }: AppErrorOptions = {}) {
    super(message, { cause });
    this.name = "AppError";
    this.code = code;
    this.publicMessage = publicMessage;
  }
}

export function isAppError(error: unknown): error is AppError {
  return typeof error === "object" && error !== null && (error as Partial<AppError>).isAppError === true;
}

/** The message of anything thrown, with those of its causes. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const own = error.message || error.name;
  return error.cause === undefined ? own : `${own}: ${describeError(error.cause)}`;
}
