import { afterAll, afterEach, beforeAll } from "vitest";
import { reloadEnv } from "@/lib/env";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import { type ControlClient, type Simulator, startSimulator } from "@/simulator";

const ACCESS_TOKEN = "EAAtest-access-token";

/**
 * Gives the test file a simulator of its own as Meta and as both AIs. Webhooks go nowhere unless a test says so, and
 * no customer's 24 hours are checked there: these tests hand messages to the product directly.
 */
export function ownSimulator(): { readonly meta: ControlClient; readonly phoneNumberId: string } {
  let simulator: Simulator | undefined;
  const phoneNumberId = "106540352242922";

  beforeAll(async () => {
    simulator = await startSimulator({
      accessTokens: [ACCESS_TOKEN],
      serviceWindow: { isEnforced: false },
      rateLimits: { numberPerSecond: null, pairBurst: null },
    });
    Object.assign(process.env, {
      WHATSAPP_API_URL: simulator.url,
      WHATSAPP_ACCESS_TOKEN: ACCESS_TOKEN,
      WHATSAPP_PHONE_NUMBER_ID: phoneNumberId,
      DEEPSEEK_API_KEY: "scripted",
      DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
      OPENAI_API_KEY: "scripted",
      OPENAI_BASE_URL: `${simulator.url}/ai/openai/v1`,
    });
    reloadEnv();
    forgetOncePerProcess("ai-providers");
  });

  afterEach(async () => {
    await simulator?.control.clearFaults();
    forgetOncePerProcess("circuits");
  });

  afterAll(async () => {
    await simulator?.close();
  });

  return {
    phoneNumberId,
    get meta() {
      if (!simulator) throw new Error("The simulator is not started yet");
      return simulator.control;
    },
  };
}
