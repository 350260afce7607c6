import { AppError, isAppError } from "@/lib/errors";

const told = ["INVALID_INPUT", "NOT_CONFIGURED", "INTERNAL"];

/**
 * What the verbs of business numbers say to an operator at a terminal, said to an admin: it names settings, ids of Meta's and
 * Meta's own words, and no secret. The command that would help at a terminal is left out.
 */
export async function tellAdmin<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    if (!isAppError(error) || error.publicMessage !== undefined || !told.includes(error.code)) throw error;
    const code = error.code === "INTERNAL" ? "INVALID_INPUT" : error.code;
    const publicMessage = error.message.replace(
      /(,? then|\. Run|\. Another access token|\. It is)?:? ?npm run .*/g,
      "",
    );
    throw new AppError(code, error.message, { publicMessage, cause: error });
  }
}
