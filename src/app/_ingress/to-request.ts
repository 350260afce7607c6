import type { IncomingMessage } from "node:http";

type Body = Pick<ReadableStream<Uint8Array>, "getReader">;

/**
 * A request of node:http as routes know it: its method, its address, its headers and its body read piece by piece, which is all
 * that they ask of one. A whole web Request, with its signal and its streams, is a tenth of what a webhook costs.
 * @throws TypeError for an address that is none.
 */
export function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value !== undefined) headers.set(name, value);
  }
  const { method = "GET" } = incoming;
  const body = method === "GET" || method === "HEAD" ? null : bodyOf(incoming);
  return { method, url: addressOf(incoming).href, headers, body } as Request;
}

/** Its host is nobody's: anybody may write anything into Host. @throws TypeError. */
export function addressOf({ url = "/" }: IncomingMessage): URL {
  return new URL(url.startsWith("/") ? `http://ingress${url}` : url);
}

/** Whoever stops reading must not end the connection: the answer is still to be written. */
function bodyOf(incoming: IncomingMessage): Body {
  const pieces = incoming.iterator({ destroyOnReturn: false });
  const reader = { read: () => pieces.next(), cancel: () => pieces.return?.() };
  return { getReader: () => reader } as unknown as Body;
}
