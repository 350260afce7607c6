import { AppError } from "@/lib/errors";

export function noSuchEndpoint(): AppError {
  const publicMessage = "There is no such webhook here.";
  return new AppError("NOT_FOUND", publicMessage, { publicMessage });
}
