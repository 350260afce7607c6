import http from "node:http";
import type { AddressInfo } from "node:net";
import { answerAi } from "./ai/ai-routes";
import { answerControl } from "./control/answer-control";
import { ControlClient } from "./control-client";
import type { SimulatorEvent } from "./event-log";
import { Exchange } from "./exchange";
import { answerGraph, isGraphPath } from "./graph/graph-routes";
import { writeError } from "./output";
import type { SettingsPatch } from "./settings";
import { createWorld, type World } from "./world";

export interface SimulatorOptions extends SettingsPatch {
  /** Default 0: any free one. */
  port?: number;
  /** Called for everything that happens, from the first moment on. */
  onEvent?: (event: SimulatorEvent) => void;
}

export interface Simulator {
  /** `http://127.0.0.1:<port>`: base of Graph API, `/ai/…` and `/control`. */
  url: string;
  port: number;
  control: ControlClient;
  /** Cuts all connections and cancels what is pending; nothing keeps the process alive afterwards. */
  close: () => Promise<void>;
}

async function answer(world: World, exchange: Exchange): Promise<void> {
  const { path } = exchange;
  if (isGraphPath(path)) await answerGraph(world, exchange);
  else if (path.startsWith("/ai/")) await answerAi(world, exchange);
  else if (path === "/control" || path.startsWith("/control/")) await answerControl(world, exchange);
  else if (path === "/phone") showPhone(world, exchange);
  else if (path === "/") exchange.json(200, { control: "/control", graph: "/v25.0", ai: "/ai" });
  else exchange.json(404, { error: { message: `there is nothing at ${path}` } });
}

/** The phone is a page of the app that the webhooks go to. */
function showPhone({ settings }: World, exchange: Exchange): void {
  const { webhookUrl } = settings.current;
  if (webhookUrl === null) {
    const message = "the phone is at /dev/phone of the app; no webhook URL is set";
    exchange.json(404, { error: { message } });
  } else {
    exchange.response.setHeader("Location", new URL("/dev/phone", webhookUrl).href);
    exchange.send({ status: 302, body: "" });
  }
}

/** The last line of defence: whatever a route did not expect becomes a 500, never the end of the process. */
async function answerSafely(world: World, exchange: Exchange): Promise<void> {
  try {
    await answer(world, exchange);
  } catch (error) {
    writeError(
      `simulator: ${exchange.method} ${exchange.path}: ${error instanceof Error ? error.stack : error}`,
    );
    exchange.json(500, { error: { message: "the simulator failed; its output says how" } });
  }
}

function listen(server: http.Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/**
 * Starts Meta's side of the Cloud API and a scripted AI on 127.0.0.1. Rejects with ZodError when the options are wrong
 * and with EADDRINUSE when the port is taken.
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { port = 0, onEvent, ...settings } = options;
  const world = createWorld(settings);
  if (onEvent) world.events.subscribe(onEvent, 0);
  // Clients keep connections; closing idle ones early would race with their next request.
  const server = http.createServer({ keepAliveTimeout: 72_000 }, (request, response) => {
    void answerSafely(world, new Exchange(request, response));
  });
  server.on("clientError", (_error, socket) => socket.destroy());
  await listen(server, port);
  const address = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${address.port}`;
  return {
    url,
    port: address.port,
    control: new ControlClient(url),
    close: () => {
      world.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
