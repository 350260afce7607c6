import { afterAll, beforeAll } from "vitest";
import { type ControlClient, type Simulator, startSimulator } from "@/simulator";
import { waitUntil } from "../../scripts/local/processes";
import { createIntegration, jobOf } from "./factories";
import { type AppProcess, type Server, secrets, startApp } from "./own-app";

export const phoneNumberId = "106540352242922";

export interface System {
  readonly app: AppProcess;
  readonly meta: ControlClient;
  /** The environment its processes run in. */
  readonly env: Record<string, string>;
}

/** Gives the test file, or a block of it, what serves the webhook, with a simulator on the other side. It needs ownDatabase() before it. */
export function ownSystem(variables: Record<string, string> = {}, server: Server = "next"): System {
  let simulator: Simulator | undefined;
  let app: AppProcess | undefined;
  let env: Record<string, string> = {};

  beforeAll(async () => {
    simulator = await startSimulator({
      accessTokens: [secrets.WHATSAPP_ACCESS_TOKEN],
      appSecret: secrets.WHATSAPP_APP_SECRET,
      rateLimits: { numberPerSecond: null, pairBurst: null },
      serviceWindow: { isEnforced: false },
    });
    await createIntegration({ phoneNumberId });
    env = {
      ...secrets,
      DATABASE_URL: process.env.DATABASE_URL ?? "",
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      WHATSAPP_API_URL: simulator.url,
      DEEPSEEK_API_KEY: "scripted",
      DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
      ...variables,
    };
    app = await startApp(env, server);
    await simulator.control.configure({ webhookUrl: `${app.url}/api/webhooks/whatsapp` });
  });

  afterAll(async () => {
    await app?.stop();
    await simulator?.close();
  });

  const started = <T>(value: T | undefined): T => {
    if (value === undefined) throw new Error("The system is not started yet");
    return value;
  };
  return {
    get app() {
      return started(app);
    },
    get meta() {
      return started(simulator).control;
    },
    get env() {
      return env;
    },
  };
}

/** Waits until the job of a message is done. */
export async function isDone(wamid: string): Promise<void> {
  const what = `the job of ${wamid} to be done`;
  await waitUntil(async () => (await jobOf(wamid)).status === "done", { what, timeoutMs: 15_000 });
}

/** What matters about an error answer. */
export async function errorOf(response: Response) {
  const { error } = await response.json();
  return {
    status: response.status,
    code: error?.code,
    hasRequestId: Boolean(response.headers.get("x-request-id")),
  };
}
