import { setTimeout as sleep } from "node:timers/promises";
import { Agent, request } from "undici";
import { reloadEnv } from "@/lib/env";
import { appArguments } from "../chaos/product-process";
import { buildApp } from "../local/build-app";
import { type RunningChild, startChild } from "../local/child-process";
import { freePort } from "../local/free-port";
import { waitUntil } from "../local/processes";
import { createBusiness } from "./fill-jobs";
import { type Arrival, type InstantApis, startInstantApis } from "./instant-apis";
import type { SignedWebhook } from "./signed-webhook";
import type { Stage } from "./stage";
import { nodeOptions } from "./tool";

export interface BenchedApp {
  pid: number;
  apis: InstantApis;
  /** @throws when it is not acknowledged. */
  post: (webhook: SignedWebhook) => Promise<void>;
  /** Waits for that many messages to have come at Meta. @throws when they do not. */
  allArrived: (count: number) => Promise<Arrival[]>;
}

const APP_PORT = 37_000;
const READY_MS = 60_000;
/** So long without another one, and no more will come. */
const SILENCE_MS = 20_000;

/** Runs work with the built app, an AI and a Meta that answer at once, and one business number. */
export async function withApp<T>(
  stage: Stage,
  { name, env }: { name: string; env?: Record<string, string> },
  work: (app: BenchedApp) => Promise<T>,
): Promise<T> {
  if (await buildApp()) stage.say("  Built the app");
  const databaseUrl = await stage.database(name);
  await createBusiness();
  const running: Pick<RunningChild, "stop">[] = [];
  const apis = await startInstantApis();
  running.push(apis);
  try {
    Object.assign(process.env, apis.env);
    reloadEnv();
    const port = await freePort(APP_PORT);
    const url = `http://127.0.0.1:${port}`;
    const own = { PORT: String(port), APP_URL: url, NODE_ENV: "production", DATABASE_URL: databaseUrl };
    const said: string[] = [];
    const onLine = (line: string) => void said.push(line);
    const args = [...nodeOptions(), ...appArguments(port)];
    const app = startChild({ args, env: { ...apis.env, ...own, ...env }, onLine });
    running.push(app);
    const isReady = async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok;
    await waitUntil(isReady, { what: "the app to be ready", timeoutMs: READY_MS, everyMs: 100 }).catch(
      (cause: unknown) => {
        throw new Error(`The app does not start: ${said.slice(-20).join("\n")}`, { cause });
      },
    );
    const allArrived = (count: number) => waitForArrivals(apis, count);
    return await work({ pid: app.pid, apis, post: poster(url), allArrived });
  } finally {
    for (const each of running.toReversed()) await each.stop();
  }
}

function poster(url: string): BenchedApp["post"] {
  const dispatcher = new Agent({ connections: 256, keepAliveTimeout: 4_000 });
  return async ({ body, headers }) => {
    const address = `${url}/api/webhooks/whatsapp`;
    const answer = await request(address, { method: "POST", headers, body, dispatcher });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
  };
}

async function waitForArrivals({ arrivals }: InstantApis, count: number): Promise<Arrival[]> {
  const all: Arrival[] = [];
  for (let lastAt = performance.now(); all.length < count; await sleep(50)) {
    const more = await arrivals(all.length);
    all.push(...more);
    if (more.length > 0) lastAt = performance.now();
    if (performance.now() - lastAt > SILENCE_MS)
      throw new Error(`${all.length} of ${count} messages came at Meta, and then no more`);
  }
  return all;
}
