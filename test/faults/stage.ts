// Everything one row of the matrix needs, and nobody else has: a database, Meta and its AIs, a webhook receiver, a
// cron, and the processes under test. Nothing in it is moved by hand: leases run out, silence lasts as long as it lasts.

import { randomBytes } from "node:crypto";
import { inject } from "vitest";
import { maintainQueue, recordCronRun } from "@/domain/maintenance";
import { disconnectDatabase } from "@/infra/database/prisma";
import { reloadEnv } from "@/lib/env";
import type { FaultPoint } from "@/lib/fault-point";
import { type ControlClient, startSimulator } from "@/simulator";
import { freePort } from "../../scripts/local/free-port";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, newCustomer } from "../support/factories";
import { secrets } from "../support/own-app";
import { administrate, rows } from "../support/own-database";
import { type Arm, expectDeath, type FaultProcess, spawnApp, spawnWorker } from "./fault-process";
import { startReceiver } from "./receiver";
import { repeatedly } from "./repeatedly";

export type Policy = "resend" | "hold";

export interface StageOptions {
  policy?: Policy;
  /** Whether Meta's receipts come. When not they are held back, and can be released later. */
  hasReceipts?: boolean;
  /** Variables of the processes under test. */
  env?: Record<string, string>;
}

export interface Stage {
  meta: ControlClient;
  hasReceipts: boolean;
  /** A customer of this stage; `customers` has all who wrote. */
  customer: string;
  /** Meta's ids of everything customers have written, by customer: what must be answered, whoever remembers it. */
  written: Map<string, string[]>;
  /** The customer writes, or these do; resolves when Meta's first attempts to tell us are over, well or badly. */
  write(text: string, ...from: string[]): Promise<void>;
  startWorker(arm?: Arm): FaultProcess;
  /** A worker that comes to the point by itself, and dies there. */
  letWorkerDie(point: FaultPoint): Promise<void>;
  /** Starts the app where Meta's webhooks go from then on. */
  startApp(arm?: Arm): Promise<FaultProcess>;
  /** A GET of one of the app's cron routes. Rejects when the app dies over it. */
  callCron(name: "run-outbound-jobs" | "cleanup"): Promise<Response>;
  /** From now on the cron comes again and again: the app's route when there is an app, else its verb in this process. */
  startCron(): void;
  close(): Promise<void>;
}

const PHONE_NUMBER_ID = "106540352242922";
const CRON_MS = 250;
const LEASE_SECONDS = 5; // The shortest that is allowed.

export async function openStage(options: StageOptions = {}): Promise<Stage> {
  const { policy = "resend", hasReceipts = true } = options;
  const name = `fault_${randomBytes(6).toString("hex")}`;
  await administrate(`CREATE DATABASE ${name} TEMPLATE ${inject("databaseTemplate")}`);
  const databaseUrl = new URL(inject("databaseServer"));
  databaseUrl.pathname = `/${name}`;

  const receiver = await startReceiver();
  const simulator = await startSimulator({
    webhookUrl: receiver.url,
    accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
    appSecret: secrets.WHATSAPP_APP_SECRET,
    rateLimits: { numberPerSecond: null, pairBurst: null },
    redelivery: { firstMs: 100, maxMs: 500, timeoutMs: 60_000 },
  });
  const env: Record<string, string> = {
    ...secrets,
    ...timing,
    DATABASE_URL: databaseUrl.href,
    UNCERTAIN_SEND_POLICY: policy,
    WHATSAPP_PHONE_NUMBER_ID: PHONE_NUMBER_ID,
    WHATSAPP_API_URL: simulator.url,
    DEEPSEEK_API_KEY: "scripted",
    DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
    OPENAI_API_KEY: "scripted",
    OPENAI_BASE_URL: `${simulator.url}/ai/openai/v1`,
    ...options.env,
  };
  // The receiver and the cron of this process are the product's own verbs: they read the same variables.
  Object.assign(process.env, env);
  reloadEnv();
  await createIntegration({ phoneNumberId: PHONE_NUMBER_ID });
  if (!hasReceipts) await simulator.control.hold({ kind: "receipt" });

  const meta = simulator.control;
  const processes: FaultProcess[] = [];
  const written = new Map<string, string[]>();
  const customer = newCustomer();
  let port: number | undefined;
  let stopCron: (() => Promise<void>) | undefined;

  const startWorker: Stage["startWorker"] = (arm) => {
    const worker = spawnWorker(env, arm);
    processes.push(worker);
    return worker;
  };
  const callCron: Stage["callCron"] = (route) =>
    fetch(`http://127.0.0.1:${port}/api/cron/${route}`, {
      headers: { authorization: `Bearer ${secrets.CRON_SECRET}` },
      signal: AbortSignal.timeout(60_000),
    });

  return {
    meta,
    hasReceipts,
    customer,
    written,
    callCron,
    async write(text, ...others) {
      const customers = others.length > 0 ? others : [customer];
      const webhooks = await meta.write(
        customers.map((from) => ({ from, text })),
        { isAwaited: true },
      );
      for (const [at, from] of customers.entries())
        written.set(from, [...(written.get(from) ?? []), ...(webhooks[at]?.wamids ?? [])]);
    },
    startWorker,
    letWorkerDie: (point) => expectDeath(startWorker({ point })),
    async startApp(arm) {
      port ??= await freePort(11_000 + (process.pid % 1_000) * 10);
      const app = await spawnApp(env, port, arm);
      processes.push(app);
      await meta.configure({ webhookUrl: `http://127.0.0.1:${port}/api/webhooks/whatsapp` });
      return app;
    },
    startCron() {
      const call =
        port === undefined
          ? () => recordCronRun("run-outbound-jobs", maintainQueue)
          : async () => void (await (await callCron("run-outbound-jobs")).arrayBuffer());
      stopCron = repeatedly(call, CRON_MS);
    },
    async close() {
      try {
        await stopCron?.();
      } finally {
        await Promise.all(processes.map((process) => process.kill()));
        await simulator.close();
        await receiver.close();
        await disconnectDatabase();
        await administrate(`DROP DATABASE ${name} WITH (FORCE)`);
      }
    },
  };
}

/** Short, so that what has to run out does so while we wait. */
const timing = {
  JOB_LEASE_SECONDS: String(LEASE_SECONDS),
  SEND_TIMEOUT_MS: "2500",
  SEND_RECONCILE_SECONDS: "1",
  JOB_RETRY_BASE_MS: "100",
  DATABASE_POOL_MAX: "5",
  // The breaker has tests of its own.
  CIRCUIT_FAILURES: "1000",
};

/** Waits until the lease of every running job is over. */
export async function leasesAreOver(): Promise<void> {
  await waitUntil(
    async () => {
      const [held] = await rows<{ count: number }>(
        `SELECT count(*)::int AS count FROM "OutboundJob" WHERE status = 'running' AND "leaseUntil" > now()`,
      );
      return held?.count === 0;
    },
    { what: "the leases to run out", timeoutMs: 4 * LEASE_SECONDS * 1_000, everyMs: 50 },
  );
}
