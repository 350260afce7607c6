import { z } from "zod";
import { AppError } from "@/lib/errors";
import { readLimitedBody } from "./read-limited-body";

/** The body of a request as the schema has it; none counts as `{}`. @throws INVALID_JSON, INVALID_INPUT, PAYLOAD_TOO_LARGE. */
export async function readJson<Schema extends z.ZodType>(
  request: Request,
  schema: Schema,
  bytesMax: number,
): Promise<z.output<Schema>> {
  const text = new TextDecoder().decode(await readLimitedBody(request, bytesMax));
  const parsed = schema.safeParse(text === "" ? {} : parse(text));
  if (parsed.success) return parsed.data;
  const publicMessage = z.prettifyError(parsed.error);
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("INVALID_JSON", "The body is no JSON", { publicMessage: "The body is no JSON." });
  }
}
