import { AppError } from "@/lib/errors";
import type { Composer } from "./composer-state";

/** What is asked does not go with what the conversation is now: whoever asked is told what that is. */
export function forbiddenBy({ state, reason }: Composer): AppError {
  const publicMessage = reason ?? "That does not go with what the conversation is now.";
  return new AppError("CONFLICT", `The conversation is ${state}`, { publicMessage, details: { state } });
}
