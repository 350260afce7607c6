import { Pool } from "undici";
import { buildApp } from "../../local/build-app";
import type { Figure, Result } from "../figure";
import { appSecret, phoneNumberId, seedBusiness, serve, webhookPath } from "../serve";
import { textWebhook } from "../signed-webhook";
import type { Stage } from "../stage";

/** Writers at once; each sends its next webhook when the one before is answered. */
const WRITERS = 32;
const SECONDS = 8;
/** What this build answers without reading a body, asking a database or writing a line. */
const emptyPost = { path: webhookPath, method: "OPTIONS" } as const;

export const webhook: Figure = {
  name: "webhook",
  title: "The webhook through Next.js, against a route of the same build that does nothing",
  measure: async (stage) => {
    await buildApp();
    const databaseUrl = await stage.database("bench_webhook");
    await seedBusiness();
    // What is asked here is the webhook's own cost: for the runner, which it wakes, nothing is due yet.
    const server = await serve({ server: "next", databaseUrl, env: { REPLY_DEBOUNCE_MS: "60000" } });
    const client = new Pool(server.url, { connections: WRITERS });
    try {
      return await measureBoth(stage, client);
    } finally {
      await client.close();
      await server.stop();
    }
  },
};

async function measureBoth({ rounds, say }: Stage, client: Pool): Promise<Result[]> {
  let n = 0;
  const post = async () => {
    n += 1;
    const { body, headers } = textWebhook({ secret: appSecret, phoneNumberId, n });
    const answer = await client.request({ path: webhookPath, method: "POST", headers, body });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`Answered ${answer.statusCode}`);
  };
  const nothing = async () => {
    const answer = await client.request(emptyPost);
    await answer.body.dump();
  };
  await everyWriter(post, 3);
  await everyWriter(nothing, 1);
  const ours: number[] = [];
  const floor: number[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    ours.push(await everyWriter(post, SECONDS));
    floor.push(await everyWriter(nothing, SECONDS));
    say(`  round ${round}: ${ours.at(-1)?.toFixed(0)} against ${floor.at(-1)?.toFixed(0)} a second`);
  }
  return [
    {
      what: "signed webhooks of one text each, every one of another customer, none to be answered yet",
      unit: "requests/s",
      ours,
      against: { what: "OPTIONS of the same route", values: floor },
      bar: { of: "ratio", is: "at least", value: 0.85 },
      note: `${WRITERS} writers, each sends when the one before is answered; load, server and PostgreSQL share the machine.`,
    },
  ];
}

async function everyWriter(send: () => Promise<void>, seconds: number): Promise<number> {
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let done = 0;
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      while (performance.now() < until) {
        await send();
        done += 1;
      }
    }),
  );
  return (done * 1_000) / (performance.now() - startedAt);
}
