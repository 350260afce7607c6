import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from "node:net";
import type { Agent } from "undici";
import { onTestFinished } from "vitest";
import { forgetOncePerProcess, oncePerProcess } from "@/lib/once-per-process";
import { setEnv } from "../../../support/with-env";

export interface SeenRequest {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Plays Meta for one test: notes each request once it has come in whole, then lets `answer` do as it likes. */
export async function playMeta(
  answer: (response: ServerResponse, socket: Socket) => void,
): Promise<SeenRequest[]> {
  const seen: SeenRequest[] = [];
  const listener: RequestListener = async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    seen.push({ method: request.method, path: request.url, headers: request.headers, body });
    answer(response, request.socket);
  };
  const server = createServer((request, response) => void listener(request, response));
  setEnv({ WHATSAPP_API_URL: `http://127.0.0.1:${await open(server)}` });
  return seen;
}

/** A bare TCP server for one test. @returns its port and what has become of its connections. */
export async function listenRaw(onData?: (socket: Socket) => void) {
  const seen = { connections: 0, bytes: 0, closed: 0 };
  const server = createTcpServer((socket) => {
    seen.connections += 1;
    socket.on("error", () => undefined);
    socket.on("close", () => {
      seen.closed += 1;
    });
    socket.on("data", (chunk) => {
      seen.bytes += chunk.byteLength;
      onData?.(socket);
    });
  });
  return { port: await open(server), seen };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Ends the connections that the product keeps alive. */
export async function closeConnections(): Promise<void> {
  const agent = oncePerProcess<Agent | undefined>("graph-connections", () => undefined);
  forgetOncePerProcess("graph-connections");
  await agent?.destroy();
}

async function open(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket));
  onTestFinished(async () => {
    await closeConnections();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return await listen(server);
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}
