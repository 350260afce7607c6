import { z } from "zod";

export interface GraphError {
  code: number;
  message: string;
  /** What the Cloud API adds about this very case. */
  details: string | undefined;
}

const wireError = z.object({
  error: z.object({
    code: z.number().int(),
    // Only the code decides: nothing else that is odd about an error may hide it.
    message: z.string().catch("no message"),
    error_data: z.object({ details: z.string() }).optional().catch(undefined),
  }),
});

/** Meta's own error in an answer (Meta, support/error-codes); undefined for an answer that is none of Graph's errors. */
export function readGraphError(json: unknown): GraphError | undefined {
  const { data } = wireError.safeParse(json);
  return (
    data && { code: data.error.code, message: data.error.message, details: data.error.error_data?.details }
  );
}
