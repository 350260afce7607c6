// Server-sent events (WHATWG, HTML, 9.2). One that is not read fast enough is ended: the browser comes back with the id of the
// last event it had and is told what it has missed, so nothing has to be kept for it here.

const WAITING_MAX = 64;
const encoder = new TextEncoder();

export interface EventStream {
  /** What is already over is not written to. */
  send(event: { id: string; name: string; data: string }): void;
  /** Keeps proxies from closing it; moves the id on. */
  beat(id: string | null): void;
  end(): void;
  /** Aborted when it is over, whoever ended it. */
  over: AbortSignal;
}

/** @param signals what ends it: the browser has gone, the process stops. */
export function eventStream(signals: AbortSignal[]): { stream: EventStream; response: Response } {
  const over = new AbortController();
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start: (started) => {
        controller = started;
      },
      cancel: () => end(),
    },
    new CountQueuingStrategy({ highWaterMark: WAITING_MAX }),
  );
  const end = () => {
    if (over.signal.aborted) return;
    over.abort();
    for (const signal of signals) signal.removeEventListener("abort", end);
    try {
      controller?.close();
    } catch {
      // The browser has gone: its side is closed already.
    }
  };
  const write = (text: string) => {
    if (over.signal.aborted || !controller) return;
    if ((controller.desiredSize ?? 0) <= 0) return end();
    controller.enqueue(encoder.encode(text));
  };
  for (const signal of signals) signal.addEventListener("abort", end, { once: true });
  if (signals.some(({ aborted }) => aborted)) end();
  const stream: EventStream = {
    // JSON has no line breaks.
    send: ({ id, name, data }) => write(`id: ${id}\nevent: ${name}\ndata: ${data}\n\n`),
    beat: (id) => write(id === null ? ": still here\n\n" : `id: ${id}\n: still here\n\n`),
    end,
    over: over.signal,
  };
  const headers = {
    "content-type": "text/event-stream; charset=utf-8",
    // nginx holds back what it has not been told to pass on at once.
    "cache-control": "no-store, no-transform",
    "x-accel-buffering": "no",
  };
  return { stream, response: new Response(body, { headers }) };
}
