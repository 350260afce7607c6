// Answers a second through the built app: webhooks as fast as they are acknowledged, until the last is answered.

import type { Figure, Result } from "../figure";
import { PHONE_NUMBER_ID, secrets } from "../instant-apis";
import { nowMs } from "../now-ms";
import { textWebhook } from "../signed-webhook";
import type { Stage } from "../stage";
import { type BenchedApp, withApp } from "../start-app";

const MESSAGES = 2_000;
const WARM_MESSAGES = 500;
const SENDERS = 32;
const CONCURRENCY = "64";
/** Five times what the Vercel Chat SDK 4.41 did on such a machine: 118 a second. */
const LEAST = 590;

export const answers: Figure = {
  name: "answers",
  title: "Answers a second through Next, pushed",
  measure: (stage) =>
    withApp(stage, { name: "answers", env: { RUNNER_CONCURRENCY: CONCURRENCY } }, (app) =>
      measure(stage, app),
    ),
};

async function measure(stage: Stage, app: BenchedApp): Promise<Result[]> {
  await push(app, 0, WARM_MESSAGES);
  const found: number[] = [];
  for (let round = 0; round < stage.rounds; round += 1) {
    found.push(await push(app, WARM_MESSAGES + round * MESSAGES, MESSAGES));
    stage.say(`  ${Math.round(found.at(-1) ?? 0)}/s`);
  }
  return [
    {
      what: "answers",
      unit: "/s",
      ours: found,
      bar: { of: "value", is: "at least", value: LEAST },
      note: `Five times the 118/s of a Vercel Chat SDK 4.41 app, which was measured elsewhere on such a machine and is not run here. RUNNER_CONCURRENCY=${CONCURRENCY}, ${SENDERS} senders.`,
    },
  ];
}

/** @returns answers a second, from the first webhook to the last answer. */
async function push(app: BenchedApp, first: number, count: number): Promise<number> {
  const startedAt = nowMs();
  let next = first;
  const sender = async () => {
    while (next < first + count) {
      const n = next;
      next += 1;
      await app.post(textWebhook({ secret: secrets.WHATSAPP_APP_SECRET, phoneNumberId: PHONE_NUMBER_ID, n }));
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
  const all = await app.allArrived(first + count);
  if (new Set(all.map(({ to }) => to)).size !== all.length) throw new Error("A customer was answered twice");
  return (count * 1_000) / ((all.at(-1)?.atMs ?? Number.NaN) - startedAt);
}
