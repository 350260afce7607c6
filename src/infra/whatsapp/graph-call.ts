// One call to Meta's Graph API, and the one question that matters afterwards: can Meta have seen it?
//
// undici tells the exact moment at which a request is about to be written to a connected socket (its handler's
// `onRequestStart`). Whatever fails before that moment was never sent. Whatever fails after it and before a whole
// answer has been read may have been acted upon.

import { Agent, type Dispatcher, request } from "undici";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { faultPoint } from "@/lib/fault-point";
import { oncePerProcess } from "@/lib/once-per-process";
import { parseJson } from "@/lib/parse-json";

export interface GraphCall {
  /** After the version, such as `<phone number id>/messages`. */
  path: string;
  accessToken: string;
  body: unknown;
  /** Milliseconds for connecting, sending and reading the whole answer. */
  timeoutMs: number;
  /** Called right before the first byte leaves. What it throws stops the call: nothing was sent. */
  beforeWrite?: () => void;
  /** Whether it sends a message: only then do the fault points of a send mean anything. */
  isSend?: boolean;
}

export type GraphAnswer =
  | { kind: "answer"; httpStatus: number; retryAfterMs: number | undefined; json: unknown }
  /** Nothing left this process: refused connection, DNS, TLS. */
  | { kind: "not_sent"; reason: string }
  /** Nothing left this process: `beforeWrite` said no. */
  | { kind: "stopped"; reason: string }
  /** Sent, at least in part, and no whole answer came back. */
  | { kind: "lost"; reason: string };

const KEEP_ALIVE_MS = 4_000; // Shorter than a load balancer's, so that we close idle connections first.

/** Never throws: every failure is one of the answers. */
export async function callGraph(call: GraphCall): Promise<GraphAnswer> {
  const signal = AbortSignal.timeout(call.timeoutMs);
  let isWriting = false;
  let isStopped = false;
  const onWrite = () => {
    signal.throwIfAborted();
    isStopped = true;
    call.beforeWrite?.();
    isStopped = false;
    isWriting = true;
    if (call.isSend) faultPoint("send.writing");
  };
  try {
    // undici heeds the signal only once the request is being written; before that, a connection that does not come
    // about has to be given up from here. `onWrite` then stops the request should it get one after all.
    const answer = post(call, signal, onWrite);
    return await Promise.race([answer, unlessWriting(signal, () => isWriting)]);
  } catch (error) {
    // The one catch that knows whether bytes left: see the head of this file.
    const reason = describeError(error);
    if (isStopped) return { kind: "stopped", reason };
    return { kind: isWriting ? "lost" : "not_sent", reason };
  }
}

async function post(
  { path, accessToken, body, isSend = false }: GraphCall,
  signal: AbortSignal,
  onWrite: () => void,
): Promise<GraphAnswer> {
  const { WHATSAPP_API_URL, WHATSAPP_API_VERSION } = env();
  const response = await request(`${WHATSAPP_API_URL}/${WHATSAPP_API_VERSION}/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify(body),
    signal,
    dispatcher: connections().compose(noticeWrite(onWrite, isSend)),
  });
  const text = await response.body.text();
  const retryAfterMs = readRetryAfter(response.headers["retry-after"]);
  return { kind: "answer", httpStatus: response.statusCode, retryAfterMs, json: parseJson(text) };
}

/** Rejects when the time is over and nothing has been written. */
function unlessWriting(signal: AbortSignal, isWriting: () => boolean): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => {
      if (!isWriting()) reject(signal.reason);
    });
  });
}

function connections(): Agent {
  return oncePerProcess(
    "graph-connections",
    () => new Agent({ keepAliveTimeout: KEEP_ALIVE_MS, connections: 256 }),
  );
}

function noticeWrite(onWrite: () => void, isSend: boolean): Dispatcher.DispatcherComposeInterceptor {
  return (dispatch) => (options, handler) =>
    dispatch(options, {
      onRequestStart(controller, context) {
        onWrite();
        handler.onRequestStart?.(controller, context);
      },
      onResponseStart(...args) {
        if (isSend) faultPoint("send.answering");
        handler.onResponseStart?.(...args);
      },
      onResponseData: (...args) => handler.onResponseData?.(...args),
      onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
      onResponseError: (...args) => handler.onResponseError?.(...args),
    });
}

/** RFC 9110, 10.2.3: seconds or a date. */
function readRetryAfter(header: string | string[] | undefined): number | undefined {
  if (typeof header !== "string") return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : undefined;
}
