// The floor of the full path: the two HTTP calls of a job and nothing else, with the clients of the product.

import { Agent, request } from "undici";
import { createClient } from "@/infra/ai/openai-client";
import { env } from "@/lib/env";
import { PHONE_NUMBER_ID } from "../instant-apis";
import { onGo } from "../on-go";

const calls = Number(process.env.BENCH_CALLS);
const { DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL, WHATSAPP_API_URL, RUNNER_CONCURRENCY } = env();
const ai = createClient(DEEPSEEK_API_KEY, DEEPSEEK_BASE_URL);
const graph = new Agent({ keepAliveTimeout: 4_000, connections: 256 });

async function callBoth(at: number): Promise<void> {
  const completion = await ai.chat.completions.create({
    model: "bench",
    max_tokens: 500,
    messages: [
      { role: "system", content: "You answer the customers of a shop. ".repeat(60) },
      { role: "user", content: "Hello, are you open on Saturday?" },
    ],
  });
  const body = completion.choices[0]?.message.content;
  const answer = await request(`${WHATSAPP_API_URL}/v25.0/${PHONE_NUMBER_ID}/messages`, {
    method: "POST",
    dispatcher: graph,
    headers: { authorization: "Bearer bench", "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      recipient_type: "individual",
      to: "floor",
      type: "text",
      text: { body },
      biz_opaque_callback_data: `floor-${process.pid}-${at}`,
    }),
  });
  if (answer.statusCode !== 200) throw new Error(`HTTP ${answer.statusCode}`);
  JSON.parse(await answer.body.text());
}

let at = 0;

async function callAll() {
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const end = at + calls;
  const lane = async () => {
    while (at < end) {
      at += 1;
      await callBoth(at);
    }
  };
  await Promise.all(Array.from({ length: RUNNER_CONCURRENCY }, lane));
  const cpu = process.cpuUsage(cpuBefore);
  return { jobs: calls, tookMs: performance.now() - startedAt, cpuMs: (cpu.user + cpu.system) / 1_000 };
}

onGo(callAll);
