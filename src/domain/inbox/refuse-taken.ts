import { readDatabaseError } from "@/infra/database/database-error";
import { AppError } from "@/lib/errors";

const UNIQUE_VIOLATION = "23505";

/** Does what a unique index may refuse. @throws CONFLICT with these words where it does. */
export async function refuseTaken<Result>(
  publicMessage: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (cause) {
    if (readDatabaseError(cause)?.code !== UNIQUE_VIOLATION) throw cause;
    throw new AppError("CONFLICT", publicMessage, { publicMessage, cause });
  }
}
