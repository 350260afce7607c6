// What Meta asks a receiver for 1,000 messages a second to hold: 3,300 webhooks a second (DESIGN section 7).

import { pool } from "@/infra/database/pool";
import type { Figure } from "../figure";
import { appSecret, phoneNumberId, seedBusiness, serve, webhookPath } from "../serve";
import type { Stage } from "../stage";
import { loadWebhook } from "../webhook-load";

const RATE = 3_300;
const SECONDS = 20;
const CUSTOMERS = 5_000;
/** Then the code is compiled and the connections are open. */
const WARM = { rate: 1_000, seconds: 5 };

export const intake: Figure = {
  name: "intake",
  title: "Signed webhooks taken in by the lean ingress of one machine with everything on it",
  measure: async (stage) => {
    const databaseUrl = await stage.database("bench_intake");
    await seedBusiness();
    const server = await serve({ server: "ingress --no-runner", databaseUrl });
    try {
      return await measureIntake(stage, server.url);
    } finally {
      await server.stop();
    }
  },
};

async function measureIntake({ rounds, say }: Stage, url: string) {
  const load = {
    url,
    path: webhookPath,
    secret: appSecret,
    phoneNumberId,
    connections: 64,
    textsOfTen: 3,
    firstCustomer: 0,
    customers: CUSTOMERS,
  };
  await loadWebhook({ ...load, ...WARM });
  const found = { rate: [] as number[], p50: [] as number[], p99: [] as number[], missing: [] as number[] };
  for (let round = 1; round <= rounds; round += 1) {
    const before = await countStored();
    const result = await loadWebhook({ ...load, rate: RATE, seconds: SECONDS });
    found.rate.push(result.achievedRate);
    found.p50.push(result.p50);
    found.p99.push(result.p99);
    found.missing.push(result.sent - ((await countStored()) - before));
    say(`  round ${round}: ${JSON.stringify(result)}`);
  }
  return [
    {
      what: `answered, of ${RATE} a second sent`,
      unit: "webhooks/s",
      ours: found.rate,
      bar: { of: "value", is: "at least", value: RATE * 0.99 } as const,
      note: "Of ten webhooks three bring a text of one of 5,000 customers and seven a receipt. The runner is a worker's (--no-runner) and none works. Load, server and PostgreSQL share the machine.",
    },
    { what: "from due to answered, p50", unit: "ms", ours: found.p50 },
    {
      what: "from due to answered, p99",
      unit: "ms",
      ours: found.p99,
      bar: { of: "value", is: "at most", value: 250 } as const,
    },
    {
      what: "sent and not in the database",
      unit: "webhooks",
      ours: found.missing,
      bar: { of: "value", is: "at most", value: 0 } as const,
    },
  ];
}

/** Each webhook leaves one row, in the commit that holds what is in it. */
async function countStored(): Promise<number> {
  const { rows } = await pool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM webhook_delivery_log`,
  );
  return rows[0]?.count ?? 0;
}
