import { afterAll, afterEach, beforeAll } from "vitest";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../src/simulator";
import { Receiver } from "./receiver";

export const NUMBER = "106540352242922";
export const TOKEN = "simulator-access-token";
export const SECRET = "simulator-app-secret";
export const CUSTOMER = "5511987654321";

/** What a Graph call came to. */
export interface GraphResult {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads any path of an answer
  body: any;
}

/** A simulator and a webhook receiver for the tests of one file; both start afresh for every test. */
export class Stage {
  simulator!: Simulator;
  receiver!: Receiver;

  get control() {
    return this.simulator.control;
  }

  async graph(path: string, init: RequestInit = {}): Promise<GraphResult> {
    const headers = { Authorization: `Bearer ${TOKEN}`, ...init.headers };
    const response = await fetch(`${this.simulator.url}/v25.0/${path}`, { ...init, headers });
    const text = await response.text();
    return { status: response.status, body: text.startsWith("{") ? JSON.parse(text) : text };
  }

  /** POST …/messages; rejects when the connection breaks. */
  post(payload: unknown, init: RequestInit = {}): Promise<GraphResult> {
    const body = typeof payload === "string" ? payload : JSON.stringify(payload);
    return this.graph(`${NUMBER}/messages`, { method: "POST", body, ...init });
  }

  send(extra: Record<string, unknown> = {}, init: RequestInit = {}): Promise<GraphResult> {
    const text = { body: "hello" };
    return this.post({ messaging_product: "whatsapp", to: CUSTOMER, type: "text", text, ...extra }, init);
  }

  /** Opens the service window without a webhook. */
  async openWindow(waId = CUSTOMER): Promise<void> {
    await this.control.setCustomer({ waId, lastMessageAt: Date.now() });
  }
}

export function setStage(options: SimulatorOptions = {}): Stage {
  const stage = new Stage();
  beforeAll(async () => {
    stage.receiver = await Receiver.start();
    stage.simulator = await startSimulator({ webhookUrl: stage.receiver.url, ...options });
  });
  afterEach(async () => {
    await stage.control.reset({ isSettingsToo: true });
    stage.receiver.received.length = 0;
    stage.receiver.answer = () => 200;
  });
  afterAll(async () => {
    await stage.simulator.close();
    await stage.receiver.close();
  });
  return stage;
}
