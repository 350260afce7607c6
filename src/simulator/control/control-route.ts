import { z } from "zod";
import { type Exchange, HttpError } from "../exchange";
import type { World } from "../world";

const INPUT_BYTES_MAX = 64 * 1024 * 1024;

export interface ControlCall {
  world: World;
  exchange: Exchange;
  /** The part of the path that the route calls `:id`. */
  id: string;
}

/** What the handler returns is the answer, as JSON; undefined when it answers by itself. */
export interface ControlRoute {
  method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
  /** May end in `/:id`. */
  path: string;
  summary: string;
  handle: (call: ControlCall) => unknown;
}

function check<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new HttpError(400, z.prettifyError(parsed.error));
  return parsed.data;
}

/** The body of the request; an empty one counts as {}. Throws HttpError 400 with every problem listed. */
export async function readInput<T>(exchange: Exchange, schema: z.ZodType<T>): Promise<T> {
  const body = await exchange.body(INPUT_BYTES_MAX);
  let value: unknown = {};
  try {
    if (body.length > 0) value = JSON.parse(body.toString("utf8"));
  } catch {
    throw new HttpError(400, "the body is not valid JSON");
  }
  return check(schema, value);
}

/** The query of the request; all values are strings there. */
export function readQuery<T>(exchange: Exchange, schema: z.ZodType<T>): T {
  return check(schema, Object.fromEntries(exchange.query));
}

export const limitSchema = z.coerce.number().int().min(1).max(1_000_000).default(1000);
