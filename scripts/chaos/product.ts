// The product as it runs in production: two apps behind one address, two workers beside them.

import { join } from "node:path";
import { freePort } from "../local/free-port";
import { waitUntil } from "../local/processes";
import { appArguments, ProductProcess, workerArguments } from "./product-process";
import type { JobClaim } from "./recovery";
import { apps, workers } from "./schedule";

const APP_PORT = 35_000;
const READY_MS = 90_000;
/** Few enough that an app's own runner leaves work to the workers, which are stopped and killed most. */
const APP_CONCURRENCY = "8";
/** As in a small container: with more to spend Node would put off collecting, and a leak could not be told from that. */
const APP_OPTIONS = "--max-old-space-size=192";

export interface App {
  url: string;
  process: ProductProcess;
}

export interface ProductOptions {
  env: Record<string, string>;
  logFolder: string;
  /** Told the ids of all its processes whenever one has been started. */
  onPids: (pids: number[]) => void;
}

export class Product {
  readonly apps: App[] = [];
  readonly processes: ProductProcess[] = [];
  /** Every claim that was told, in the order in which it was heard. */
  readonly claims: JobClaim[] = [];

  /** Starts everything; resolves when both apps are ready. */
  static async start(options: ProductOptions): Promise<Product> {
    const product = new Product();
    try {
      for (const name of apps) await product.#addApp(name, options);
      for (const name of workers) product.#add(name, workerArguments, options);
      for (const process of product.processes) process.start();
      for (const app of product.apps) await isReady(app);
      return product;
    } catch (error) {
      await product.end();
      throw error;
    }
  }

  named(name: string): ProductProcess | undefined {
    return this.processes.find((process) => process.name === name);
  }

  /** Everything that is dead or stopped runs again. */
  async heal(): Promise<void> {
    for (const process of this.processes) {
      process.resume();
      process.start();
    }
    for (const app of this.apps) await isReady(app);
  }

  async end(): Promise<void> {
    await Promise.all(this.processes.map((process) => process.end()));
  }

  /** The last resort, when this process itself ends: nothing may outlive it. */
  killAll(): void {
    for (const process of this.processes) process.kill();
  }

  async #addApp(name: string, options: ProductOptions): Promise<void> {
    const port = await freePort(APP_PORT);
    const url = `http://127.0.0.1:${port}`;
    const own = {
      PORT: String(port),
      APP_URL: url,
      RUNNER_CONCURRENCY: APP_CONCURRENCY,
      NODE_OPTIONS: APP_OPTIONS,
    };
    const env = { ...options.env, ...own };
    const process = this.#add(name, appArguments(port), { ...options, env });
    this.apps.push({ url, process });
  }

  #add(name: string, args: string[], { env, logFolder, onPids }: ProductOptions): ProductProcess {
    const logFile = join(logFolder, `${name.replace(" ", "-")}.log`);
    const onLine = (line: string) => this.#hear(line);
    const onStart = () => onPids(this.processes.flatMap(({ pid }) => pid ?? []));
    const process = new ProductProcess({ name, args, env, logFile, onLine, onStart });
    this.processes.push(process);
    return process;
  }

  /** A claim leaves no date in the database: the runner's log has it. */
  #hear(line: string): void {
    if (!line.includes("[JOB-RUNNER] picked")) return;
    const { jobId, time } = JSON.parse(line);
    this.claims.push({ jobId, at: new Date(time).getTime() });
  }
}

/** Whether an app answers at all, within a time that a load balancer would wait. */
export async function isLive({ url, process }: App): Promise<boolean> {
  if (!process.isRunning) return false;
  const signal = AbortSignal.timeout(400);
  const response = await fetch(`${url}/health/live`, { signal }).catch(() => undefined);
  return response?.ok ?? false;
}

async function isReady({ url, process }: App): Promise<void> {
  await waitUntil(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok, {
    what: `${process.name} to be ready`,
    timeoutMs: READY_MS,
    everyMs: 150,
  });
}
