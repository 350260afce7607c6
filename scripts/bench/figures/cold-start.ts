import { spawn } from "node:child_process";
import { once } from "node:events";
import { buildApp } from "../../local/build-app";
import type { Figure } from "../figure";
import { appSecret, phoneNumberId, type ServeOptions, seedBusiness, serve, webhookPath } from "../serve";
import { textWebhook } from "../signed-webhook";

export const coldStart: Figure = {
  name: "cold-start",
  title: "From the start of a process to its first webhook",
  measure: async ({ database, rounds }) => {
    await buildApp();
    const databaseUrl = await database("bench_cold_start");
    await seedBusiness();
    const found = { next: [] as number[], ingress: [] as number[], load: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      found.next.push(await firstWebhookMs("next", databaseUrl));
      found.ingress.push(await firstWebhookMs("ingress --no-runner", databaseUrl));
      found.load.push(await loadMs());
    }
    return [
      { what: "next start", unit: "ms", ours: found.next },
      {
        what: "npm run ingress",
        unit: "ms",
        ours: found.ingress,
        note: "Through tsx, which translates its sources.",
      },
      {
        what: "loading the webhook's function, as built",
        unit: "ms",
        ours: found.load,
        note: "What a serverless host does beside starting Node: .next/server's route and all it imports.",
      },
    ];
  },
};

async function firstWebhookMs(server: ServeOptions["server"], databaseUrl: string): Promise<number> {
  let n = 0;
  const firstAsk = async (url: string) => {
    n += 1;
    const { body, headers } = textWebhook({ secret: appSecret, phoneNumberId, n });
    return await fetch(url + webhookPath, { method: "POST", headers, body });
  };
  const running = await serve({ server, databaseUrl, firstAsk });
  await running.stop();
  return running.readyMs;
}

async function loadMs(): Promise<number> {
  const route = `${process.cwd()}/.next/server/app/api/webhooks/whatsapp/route.js`;
  const code = `const at = performance.now(); require(${JSON.stringify(route)}); console.log(performance.now() - at)`;
  const child = spawn(process.execPath, ["-r", "next/dist/server/node-environment", "-e", code], {
    env: { ...process.env, NODE_ENV: "production" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  child.stdout.on("data", (data) => {
    said += data;
  });
  const [code0] = await once(child, "exit");
  if (code0 !== 0) throw new Error(`Loading the webhook's function ended with ${code0}`);
  return Number(said);
}
