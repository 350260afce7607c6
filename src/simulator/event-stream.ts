import type { SimulatorEvent } from "./event-log";

/** The events of a simulator as an async iterable; ends when closed or when the simulator goes away. */
export class EventStream implements AsyncIterable<SimulatorEvent> {
  readonly #body: ReadableStream<Uint8Array>;
  readonly #abort: AbortController;

  private constructor(body: ReadableStream<Uint8Array>, abort: AbortController) {
    this.#body = body;
    this.#abort = abort;
  }

  /** Resolves once the simulator has subscribed this stream. */
  static async open(url: string): Promise<EventStream> {
    const abort = new AbortController();
    const response = await fetch(url, { signal: abort.signal });
    if (!response.ok || !response.body) throw new Error(`the event stream was refused: ${response.status}`);
    return new EventStream(response.body, abort);
  }

  close(): void {
    this.#abort.abort();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<SimulatorEvent> {
    const decoder = new TextDecoder();
    const reader = this.#body.getReader();
    let rest = "";
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        const blocks = (rest + decoder.decode(value, { stream: true })).split("\n\n");
        rest = blocks.pop() ?? "";
        for (const block of blocks) {
          const data = block.split("\n").find((line) => line.startsWith("data: "));
          if (data) yield JSON.parse(data.slice("data: ".length)) as SimulatorEvent;
        }
      }
    } catch (error) {
      // Closing and the end of the simulator both break the read: for the reader, the stream is over.
      if (!this.#abort.signal.aborted && !(error instanceof TypeError)) throw error;
    } finally {
      this.close();
    }
  }
}
