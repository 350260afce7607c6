// Where Meta's webhooks go in rows that are not about the app: the webhook route's verbs under `node:http`.

import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { receiveWebhook, verifySignature } from "@/domain/inbound";
import { newRequestId } from "@/lib/request-id";

export interface Receiver {
  url: string;
  close(): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  const server = createServer((request, response) => {
    const answer = (status: number) => response.writeHead(status).end();
    receive(request).then(
      () => answer(200),
      () => answer(500), // Meta brings it again.
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks);
  verifySignature(body, String(request.headers["x-hub-signature-256"] ?? ""));
  await receiveWebhook(body, newRequestId("webhook"));
}
