import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";

interface Recorded {
  method: string;
  path: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export interface RecordingServer {
  readonly url: string;
  readonly port: number;
  /** What was sent to it in this test. */
  requests: Recorded[];
  /** How it answers in this test; never calling the response's end() hangs. */
  answer: (response: ServerResponse, request: Recorded) => void;
}

/** Gives the test file a real HTTP server on the other side that keeps what it was sent. It answers 200 "ok". */
export function recordingServer(): RecordingServer {
  const ok = (response: ServerResponse) => void response.end("ok");
  let port = 0;
  const recording: RecordingServer = {
    get url() {
      return `http://127.0.0.1:${port}`;
    },
    get port() {
      return port;
    },
    requests: [],
    answer: ok,
  };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = "", url: path = "", headers } = request;
    const recorded = { method, path, headers, body: Buffer.concat(chunks).toString("utf8") };
    recording.requests.push(recorded);
    recording.answer(response, recorded);
  });

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    ({ port } = server.address() as AddressInfo);
  });
  afterEach(() => {
    recording.requests = [];
    recording.answer = ok;
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return recording;
}
