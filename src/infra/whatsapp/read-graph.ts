import type { z } from "zod";
import { type GraphQuestion, getGraph } from "./get-graph";
import { readGraphError } from "./read-graph-error";

/** What Meta said to a question. refused: Meta's own error. unread: no answer, or one that is not Meta's. */
export type Reading<Value> =
  | { kind: "read"; value: Value }
  | { kind: "refused"; code: number; message: string }
  | { kind: "unread"; reason: string };

/** Asks, and reads of the answer what the schema names. Never throws. */
export async function readGraph<Value>(
  question: GraphQuestion,
  schema: z.ZodType<Value>,
): Promise<Reading<Value>> {
  const answer = await getGraph(question);
  if (answer.kind !== "answer") return { kind: "unread", reason: answer.reason };
  const refusal = readGraphError(answer.json);
  if (refusal) return { kind: "refused", code: refusal.code, message: refusal.message };
  const parsed = schema.safeParse(answer.json);
  if (parsed.success && answer.httpStatus === 200) return { kind: "read", value: parsed.data };
  return { kind: "unread", reason: `HTTP ${answer.httpStatus} without an answer of Graph's` };
}
