import { pool } from "@/infra/database/pool";
import { startSimulator } from "@/simulator";
import { buildApp } from "../../local/build-app";
import { waitUntil } from "../../local/processes";
import type { Figure, Result } from "../figure";
import { accessToken, appSecret, phoneNumberId, seedBusiness, serve, webhookPath } from "../serve";
import type { Stage } from "../stage";
import { loadWebhook } from "../webhook-load";

/** What Meta lets a number send a second, and so what its customers can write and be answered. */
const RATE = 80;
const SECONDS = 20;
const DRAINED_MS = 120_000;

export const ack: Figure = {
  name: "ack",
  title: "The acknowledgement through Next.js while the runner of the same process answers",
  measure: async (stage) => {
    await buildApp();
    const databaseUrl = await stage.database("bench_ack");
    await seedBusiness();
    const simulator = await startSimulator({
      accessTokens: [accessToken],
      appSecret,
      rateLimits: { numberPerSecond: null, pairBurst: null },
      serviceWindow: { isEnforced: false },
    });
    const env = {
      WHATSAPP_API_URL: simulator.url,
      DEEPSEEK_API_KEY: "scripted",
      DEEPSEEK_BASE_URL: `${simulator.url}/ai/deepseek`,
    };
    const server = await serve({ server: "next", databaseUrl, env });
    try {
      await simulator.control.configure({ webhookUrl: server.url + webhookPath });
      return await measureAcks(stage, server.url);
    } finally {
      await server.stop();
      await simulator.close();
    }
  },
};

async function measureAcks({ rounds, say }: Stage, url: string): Promise<Result[]> {
  const load = { url, path: webhookPath, secret: appSecret, phoneNumberId, connections: 32, textsOfTen: 10 };
  const customers = RATE * SECONDS;
  await loadWebhook({ ...load, rate: 40, seconds: 5, firstCustomer: 0, customers });
  const found = { p50: [] as number[], p99: [] as number[], failed: [] as number[], drain: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    const result = await loadWebhook({
      ...load,
      rate: RATE,
      seconds: SECONDS,
      firstCustomer: round * customers,
      customers,
    });
    const endedAt = performance.now();
    await waitUntil(isDrained, { what: "every job to be done", timeoutMs: DRAINED_MS, everyMs: 100 });
    found.p50.push(result.p50);
    found.p99.push(result.p99);
    found.failed.push(result.failed);
    found.drain.push((performance.now() - endedAt) / 1_000);
    say(`  round ${round}: ${JSON.stringify(result)}`);
  }
  const atMost = (value: number) => ({ of: "value", is: "at most", value }) as const;
  return [
    {
      what: `p50 at ${RATE} texts a second`,
      unit: "ms",
      ours: found.p50,
      bar: atMost(50),
      note: "Each text is answered by the scripted AI and sent to the simulator, whose receipts come to the same webhook besides.",
    },
    { what: `p99 at ${RATE} texts a second`, unit: "ms", ours: found.p99, bar: atMost(250) },
    { what: "not answered with 200", unit: "webhooks", ours: found.failed, bar: atMost(0) },
    { what: "until the last job was done, after the last webhook", unit: "s", ours: found.drain },
  ];
}

async function isDrained(): Promise<boolean> {
  const { rows } = await pool().query(
    `SELECT 1 FROM "OutboundJob" WHERE status IN ('queued', 'running', 'uncertain') LIMIT 1`,
  );
  return rows.length === 0;
}
