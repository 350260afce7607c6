import type { IncomingMessage, ServerResponse } from "node:http";

/** Thrown anywhere below a route: answered with this status and message. */
export class HttpError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.name = "HttpError";
    this.status = status;
  }
}

/** One request and its answer. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;

  constructor(request: IncomingMessage, response: ServerResponse) {
    this.request = request;
    this.response = response;
    this.method = request.method ?? "GET";
    const target = request.url ?? "/";
    const mark = target.indexOf("?");
    this.path = mark === -1 ? target : target.slice(0, mark);
    this.query = new URLSearchParams(mark === -1 ? "" : target.slice(mark + 1));
  }

  get bearer(): string | undefined {
    return /^Bearer\s+(\S+)$/i.exec(this.request.headers.authorization ?? "")?.[1];
  }

  /** The whole body. Throws HttpError 413 above `maxBytes`, 400 when the client leaves half-way. */
  body(maxBytes: number): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const chunks: Buffer[] = [];
      let size = 0;
      this.request.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size <= maxBytes) chunks.push(chunk);
        else reject(new HttpError(413, `the body is larger than ${maxBytes} bytes`));
      });
      this.request.on("end", () => resolve(Buffer.concat(chunks)));
      // An error is always followed by close, where it is told from a complete request.
      this.request.on("error", () => undefined);
      this.request.on("close", () => {
        if (!this.request.complete) reject(new HttpError(400, "the client left half-way"));
      });
    });
  }

  json(status: number, value: unknown): void {
    this.send({ status, contentType: "application/json; charset=UTF-8", body: JSON.stringify(value) });
  }

  send(answer: { status: number; contentType?: string; body: string | Buffer }): void {
    if (this.response.headersSent || this.response.destroyed) return;
    const headers: Record<string, string | number> = { "Content-Length": Buffer.byteLength(answer.body) };
    if (answer.contentType) headers["Content-Type"] = answer.contentType;
    this.response.writeHead(answer.status, headers).end(answer.body);
  }

  /** Announces the whole body, sends half of it and destroys the connection. */
  truncate(value: unknown): void {
    const body = JSON.stringify(value);
    this.response.writeHead(200, {
      "Content-Type": "application/json; charset=UTF-8",
      "Content-Length": Buffer.byteLength(body),
    });
    this.response.write(body.slice(0, body.length / 2), () => this.cut());
  }

  /** Destroys the connection; nothing that was not written before reaches the client. */
  cut(): void {
    this.request.socket.destroy();
  }
}
