// The webhook without Next.js, for hosts where taking webhooks in is most of the work. Same verbs, same answers.

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { shutdown } from "@/domain/runner";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { type FindRoute, routeFinder } from "./find-route";
import { sendResponse } from "./send-response";
import { addressOf, toRequest } from "./to-request";
import { WorkInHand } from "./work-in-hand";

export interface IngressOptions {
  port: number;
  /** Every address of the machine when left out. */
  host?: string;
  /** Whether it works the jobs that its webhooks bring; false where workers do. */
  runner: boolean;
  /** How long a request may take to arrive. */
  arrivalTimeoutMs?: number;
}

export interface Ingress {
  port: number;
  /** Resolves when the process was asked to end and what was in hand is done, or SHUTDOWN_GRACE_MS are over. */
  drained: Promise<void>;
}

/** Node, and so Next.js, allow five minutes: without a proxy in front that is a connection for every idle client. */
const ARRIVAL_TIMEOUT_MS = 60_000;
/** Runners hand back at the end of the grace; that is written as well. */
const HAND_BACK_MS = 1_000;

/** Takes requests from now on. @throws when the port is taken. */
export async function serveIngress(options: IngressOptions): Promise<Ingress> {
  const { port, host, runner, arrivalTimeoutMs = ARRIVAL_TIMEOUT_MS } = options;
  const work = new WorkInHand();
  const findRoute = routeFinder(runner ? work.add : () => undefined);
  const timeouts = {
    headersTimeout: arrivalTimeoutMs,
    requestTimeout: arrivalTimeoutMs,
    connectionsCheckingInterval: Math.min(30_000, arrivalTimeoutMs),
  };
  const server = createServer(timeouts, (incoming, outgoing) => void answer(incoming, outgoing, findRoute));
  server.listen(port, host);
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, drained: drain(server, work) };
}

async function answer(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  findRoute: FindRoute,
): Promise<void> {
  try {
    const route = findRoute(incoming.method ?? "", addressOf(incoming).pathname);
    const response = route ? await route(toRequest(incoming)) : new Response(null, { status: 405 });
    await sendResponse(outgoing, response, shutdown().signal.aborted);
  } catch (error) {
    // Routes catch what is theirs: this is a request that cannot be one, or a client that has gone.
    log("warn", "[INGRESS] Request not answered", { error: describeError(error) });
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(400, { connection: "close" }).end();
  }
}

/** As the app ends (src/app/_start/delay-shutdown.ts): not ready, still answering, then no new connection, then what is in hand. */
async function drain(server: Server, work: WorkInHand): Promise<void> {
  const { signal } = shutdown();
  if (!signal.aborted) await once(signal, "abort");
  const { SHUTDOWN_DELAY_MS, SHUTDOWN_GRACE_MS } = env();
  log("info", "[SHUTDOWN] Not ready any more, still answering", { delay: `${SHUTDOWN_DELAY_MS}ms` });
  await sleep(SHUTDOWN_DELAY_MS);
  const closed = once(server, "close").then(() => work.settled());
  server.close();
  const over = new AbortController();
  const limit = sleep(SHUTDOWN_GRACE_MS + HAND_BACK_MS, undefined, { signal: over.signal });
  await Promise.race([closed, limit]);
  over.abort();
  server.closeAllConnections();
}
