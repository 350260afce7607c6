import { AppError, isAppError } from "@/lib/errors";

/**
 * Does what a verb refuses as NOT_FOUND because the row, which is there, is not in the state for it. @throws CONFLICT with
 * these words then.
 */
export async function asConflict<Result>(
  publicMessage: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (!isAppError(cause) || cause.code !== "NOT_FOUND") throw cause;
    throw new AppError("CONFLICT", cause.message, { publicMessage, cause });
  }
}
