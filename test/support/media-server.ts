import { createHash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { beforeEach } from "vitest";
import { type RecordingServer, recordingServer } from "./recording-server";

type Answer = (response: ServerResponse) => void;

export interface MediaServer extends RecordingServer {
  /** Where a file is, as it is told by the look-up. */
  describe: (id: string) => Record<string, unknown>;
  /** How look-ups are answered instead, when set. */
  lookUp: Answer | undefined;
  /** How files are answered. */
  file: Answer;
  /** What was asked for, as paths without what comes after the question mark. */
  asked(): string[];
}

/** A server in Meta's place that knows any media id, and gives one file for all. Each test says how it behaves. */
export function mediaServer(): MediaServer {
  const server = recordingServer() as MediaServer;
  server.asked = () => server.requests.map(({ path }) => path.split("?")[0] ?? "");
  beforeEach(() => {
    server.describe = (id) => ({ id, url: `${server.url}/files/${id}`, messaging_product: "whatsapp" });
    server.lookUp = undefined;
    server.file = (response) => void response.end("a file");
    server.answer = (response, { path }) => {
      if (path.startsWith("/files/")) return server.file(response);
      if (server.lookUp) return server.lookUp(response);
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(server.describe(/\/(\w+)\?/.exec(path)?.[1] ?? "")));
    };
  });
  return server;
}

/** A server that gives these bytes. */
export function giving(bytes: Buffer): Answer {
  return (response) => {
    response.setHeader("content-length", bytes.length);
    response.end(bytes);
  };
}

export function redirectingTo(location: string): Answer {
  return (response) => {
    response.writeHead(302, { location });
    response.end("elsewhere");
  };
}

/** One answer after the other; the last one stays. */
export function inTurn(...answers: Answer[]): Answer {
  let next = 0;
  return (response) => {
    const answer = answers[Math.min(next, answers.length - 1)];
    next += 1;
    answer?.(response);
  };
}

export function status(code: number, body = ""): Answer {
  return (response) => {
    response.writeHead(code);
    response.end(body);
  };
}

export function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
