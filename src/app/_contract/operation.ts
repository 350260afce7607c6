import { z } from "zod";

/** An instant: a Date within the server, RFC 3339 in UTC for whoever asks. */
export const instant = z
  .date()
  .transform((date) => date.toISOString())
  .pipe(z.iso.datetime());

/** An instant that is asked for, with its time zone as RFC 3339 has it. */
export const instantText = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

/** Ids of rows: BIGINT, exact as a number up to 2^53. */
export const rowId = z.int().min(1);

/** The same in a path or a query. */
export const rowIdText = z
  .string()
  .regex(/^[1-9]\d{0,15}$/)
  .transform(Number);

type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

/**
 * One operation of the inbox's API: what may be asked, and what is answered. Its route is held to it (inboxRoute), the API's
 * description is made of it (/api/openapi.json), and the inbox's own client is typed by it.
 */
export interface Operation {
  method: Method;
  /** As OpenAPI writes it, such as /api/inbox/conversations/{id}/notes. */
  path: string;
  /** One line, for whoever builds another inbox on it. */
  summary: string;
  /** Which people may: every agent, or admins only. */
  role: "agent" | "admin";
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** Instead of a JSON body: the field of a multipart form that is a file. */
  upload?: string;
  /** The largest body, in bytes; 64 KB without a word. */
  bodyBytesMax?: number;
  /** What is beside `ok` and `requestId`. */
  answer: z.ZodObject;
}

/** Declares an operation. */
export function operation<const Declared extends Operation>(declared: Declared): Declared {
  return declared;
}

/** `{id}` in a path, of a row. */
export const byId = z.object({ id: rowIdText });

/** For operations that have nothing to tell but that it is done. */
export const done = z.object({});
