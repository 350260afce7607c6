import { z } from "zod";
import type { Operation } from "@/app/_contract/operation";
import { AppError } from "@/lib/errors";
import { type Handler, handleRoute } from "./handle-route";
import { readJson } from "./read-json";
import { requireSession } from "./require-session";
import type { InboxSession } from "./session";

const BODY_BYTES_MAX = 64 * 1024;

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface Asked<Op extends Operation> {
  session: InboxSession;
  params: Parsed<Op["params"]>;
  query: Parsed<Op["query"]>;
  body: Parsed<Op["body"]>;
  request: Request;
  requestId: string;
}

type Context = { params: Promise<Record<string, string>> };

/**
 * The route of an operation: signed in, of the right role, not from another site, within the limit, and everything that is
 * asked as the operation has it. What the verb returns leaves only through the operation's schema: a column more does not
 * get out. @throws UNAUTHORIZED, FORBIDDEN, RATE_LIMITED, INVALID_JSON, INVALID_INPUT, PAYLOAD_TOO_LARGE, and the verb's.
 */
export function inboxRoute<const Op extends Operation>(
  operation: Op,
  verb: (asked: Asked<Op>) => Promise<z.input<Op["answer"]> | Response>,
) {
  return (request: Request, context: Context): Promise<Response> => {
    const handler: Handler = async (_, requestId) => {
      const session = await requireSession(request, operation.role);
      const asked = { session, request, requestId, ...(await readRequest(operation, request, context)) };
      const answer = await verb(asked as Asked<Op>);
      if (answer instanceof Response) return answer;
      // What customers wrote stays in no cache, nor does a password that is shown once.
      const headers = { "cache-control": "no-store" };
      return Response.json({ ok: true, requestId, ...operation.answer.parse(answer) }, { headers });
    };
    return handleRoute("inbox", handler)(request);
  };
}

async function readRequest(
  { params, query, body, bodyBytesMax }: Operation,
  request: Request,
  context: Context,
) {
  return {
    params: params && parseWith(params, await context.params, "NOT_FOUND"),
    query: query && parseWith(query, Object.fromEntries(new URL(request.url).searchParams)),
    body: body && (await readJson(request, body, bodyBytesMax ?? BODY_BYTES_MAX)),
  };
}

/** An id that cannot be one is not there, like any other that is not. */
function parseWith(schema: z.ZodType, value: unknown, code: "INVALID_INPUT" | "NOT_FOUND" = "INVALID_INPUT") {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const publicMessage = code === "NOT_FOUND" ? "There is no such thing here." : z.prettifyError(parsed.error);
  throw new AppError(code, publicMessage, { publicMessage });
}
