import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll } from "vitest";

/** What a proxy does to what passes. */
export interface ProxyRules {
  /** Answered by the proxy itself, by path, as the target answers what it does not have. */
  answers?: Record<string, { status: number; headers?: Record<string, string> }>;
  /** Taken out of every answer. */
  without?: string[];
  /** Put on every answer, over what is there. */
  with?: Record<string, string>;
}

const notFound = {
  ok: false,
  error: { code: "NOT_FOUND", message: "There is nothing here." },
  requestId: "x",
};

/** What belongs to one connection, or to the bytes as they were sent, is not passed on. */
function passable(headers: Headers): Record<string, string> {
  const own = /^(content-encoding|content-length|transfer-encoding|connection|keep-alive)$/;
  return Object.fromEntries([...headers].filter(([name]) => !own.test(name)));
}

/** Gives the test file a proxy in front of something, with rules that each test sets for itself. */
export function ownProxy(target: () => string) {
  let url = "";
  let rules: ProxyRules = {};
  const server = createServer((request, response) => {
    pass(request, response).catch(() => response.destroy());
  });

  async function pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = new URL(request.url ?? "/", "http://proxy").pathname;
    const own = rules.answers?.[path];
    if (own) {
      const { headers } = await fetch(`${target()}/api/no/such/route`);
      response.writeHead(own.status, { ...passable(headers), ...own.headers });
      response.end(JSON.stringify(notFound));
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host: _, connection: __, "content-length": ___, ...headers } = request.headers;
    const answer = await fetch(`${target()}${request.url}`, {
      method: request.method ?? "GET",
      headers: headers as Record<string, string>,
      redirect: "manual",
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    const all: Record<string, string> = { ...passable(answer.headers), ...rules.with };
    for (const name of rules.without ?? []) delete all[name];
    response.writeHead(answer.status, all);
    response.end(body);
  }

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    rules = {};
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  return {
    get url() {
      return url;
    },
    set(next: ProxyRules) {
      rules = next;
    },
  };
}
