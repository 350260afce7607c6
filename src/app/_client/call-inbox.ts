import type { z } from "zod";
import type { ComposerState } from "@/app/_contract/conversation";
import type { Operation } from "@/app/_contract/operation";

/** What the API answered when it did not do what was asked. `code` is from src/lib/errors.ts, or OFFLINE when nothing answered. */
export class InboxError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** In seconds, when it makes sense to ask again; and by what the logs know it. */
    readonly more: {
      retryAfter?: number | undefined;
      requestId?: string | undefined;
      /** What the conversation is like now, where that forbids a message (409). */
      state?: ComposerState | undefined;
    } = {},
  ) {
    super(message);
    this.name = "InboxError";
  }
}

type Input<Schema> = Schema extends z.ZodType ? z.input<Schema> : never;

interface Ask<Op extends Operation> {
  params?: Record<string, string | number>;
  query?: Partial<Input<Op["query"]>>;
  body?: Input<Op["body"]>;
  signal?: AbortSignal;
}

/**
 * Asks the inbox's API. Typed by an operation of src/app/_contract, whose schemas stay on the server:
 * `callInbox<typeof getConversation>("GET", "/api/inbox/conversations/{id}", { params: { id } })`. @throws InboxError.
 */
export async function callInbox<Op extends Operation>(
  method: Op["method"],
  path: Op["path"],
  { params = {}, query, body, signal }: Ask<Op> = {},
): Promise<z.output<Op["answer"]>> {
  const isForm = body instanceof FormData;
  const response = await fetch(address(path, params, query), {
    method,
    signal,
    headers: body === undefined || isForm ? {} : { "content-type": "application/json" },
    body: body === undefined || isForm ? (body as FormData | undefined) : JSON.stringify(body),
  }).catch((cause) => {
    if (signal?.aborted) throw cause;
    throw new InboxError("OFFLINE", "The server cannot be reached.");
  });
  const answer = await response.json().catch(() => undefined);
  if (response.ok && answer !== undefined) return answer;
  const { code = "INTERNAL", message = response.statusText, state } = answer?.error ?? {};
  const retryAfter = Number(response.headers.get("retry-after")) || undefined;
  throw new InboxError(code, message, {
    retryAfter,
    requestId: response.headers.get("x-request-id") ?? undefined,
    state,
  });
}

function address(path: string, params: Record<string, string | number>, query: object = {}): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params[name])));
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== "");
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return search === "" ? filled : `${filled}?${search}`;
}
