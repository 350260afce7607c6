import http from "node:http";
import type { AddressInfo } from "node:net";

export interface Received {
  headers: http.IncomingHttpHeaders;
  /** The exact bytes. */
  raw: Buffer;
  /** Unix ms. */
  at: number;
}

type Answer = (received: Received, count: number) => number | Promise<number>;

/** A webhook endpoint that keeps what it gets and answers 200, or what `answer` says; null cuts the connection. */
export class Receiver {
  readonly received: Received[] = [];
  answer: Answer = () => 200;
  readonly #server: http.Server;
  readonly #watchers = new Set<() => void>();

  private constructor() {
    this.#server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const one = { headers: request.headers, raw: Buffer.concat(chunks), at: Date.now() };
      if (request.method === "GET") {
        response.end(new URL(request.url ?? "", "http://x").searchParams.get("hub.challenge"));
        return;
      }
      this.received.push(one);
      const status = await this.answer(one, this.received.length);
      response.writeHead(status).end("noted");
      for (const watch of this.#watchers) watch();
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, "127.0.0.1", resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/webhook`;
  }

  /** Parsed bodies in the order of arrival. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any path of a webhook
  get bodies(): any[] {
    return this.received.map(({ raw }) => JSON.parse(raw.toString()));
  }

  /** All status objects received, in order. */
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of a status
  get statuses(): any[] {
    return this.#items("statuses");
  }

  // biome-ignore lint/suspicious/noExplicitAny: a test reads any field of a message
  get messages(): any[] {
    return this.#items("messages");
  }

  /** Resolves when the condition holds; it is looked at after every request. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const watch = () => {
          this.#watchers.delete(watch);
          resolve();
        };
        this.#watchers.add(watch);
      });
    }
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  // biome-ignore lint/suspicious/noExplicitAny: see above
  #items(kind: string): any[] {
    return this.bodies
      .flatMap((body) => body.entry)
      .flatMap((entry) => entry.changes)
      .flatMap((change) => change.value[kind] ?? []);
  }
}
