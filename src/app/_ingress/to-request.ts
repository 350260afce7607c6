import type { IncomingMessage } from "node:http";

/** How much of a body waits for its reader. */
const BUFFERED_BYTES = 64 * 1024;

/** A request of node:http as routes know it. @throws TypeError for an address that is none. */
export function toRequest(incoming: IncomingMessage): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (Array.isArray(value)) for (const one of value) headers.append(name, one);
    else if (value !== undefined) headers.set(name, value);
  }
  const { method = "GET" } = incoming;
  const url = addressOf(incoming);
  if (method === "GET" || method === "HEAD") return new Request(url, { method, headers });
  return new Request(url, { method, headers, body: bodyOf(incoming), duplex: "half" } as RequestInit);
}

/** Its host is nobody's: anybody may write anything into Host. @throws TypeError. */
export function addressOf({ url = "/" }: IncomingMessage): URL {
  return new URL(url.startsWith("/") ? `http://ingress${url}` : url);
}

/** Not Readable.toWeb: whoever stops reading would end the connection before the answer is written. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start(controller) {
      incoming.on("data", (chunk: Buffer) => {
        controller.enqueue(chunk);
        if ((controller.desiredSize ?? 0) <= 0) incoming.pause();
      });
      incoming.once("end", () => controller.close());
      incoming.once("error", (error) => controller.error(error));
    },
    pull: () => void incoming.resume(),
    cancel() {
      incoming.pause().removeAllListeners("data").removeAllListeners("end");
    },
  };
  return new ReadableStream(source, { highWaterMark: BUFFERED_BYTES, size: ({ byteLength }) => byteLength });
}
