// From a webhook to the call to Meta that answers it, through the built app, with an AI that answers at once.

import { build } from "hdr-histogram-js";
import type { Figure, Result } from "../figure";
import { PHONE_NUMBER_ID, secrets } from "../instant-apis";
import { nowMs } from "../now-ms";
import { openLoop } from "../open-loop";
import { textWebhook } from "../signed-webhook";
import type { Stage } from "../stage";
import { type BenchedApp, withApp } from "../start-app";

const RATE = 20;
const SECONDS = 20;
const WARM_SECONDS = 5;

export const reply: Figure = {
  name: "reply",
  title: `From the webhook to the call that answers it, ${RATE} a second through Next`,
  measure: (stage) => withApp(stage, { name: "reply" }, (app) => measure(stage, app)),
};

async function measure(stage: Stage, app: BenchedApp): Promise<Result[]> {
  await take(app, { first: 0, seconds: WARM_SECONDS });
  const rounds: { p50: number; p99: number }[] = [];
  for (let round = 0; round < stage.rounds; round += 1) {
    const first = RATE * (WARM_SECONDS + round * SECONDS);
    const found = await take(app, { first, seconds: SECONDS });
    stage.say(`  p50 ${found.p50.toFixed(1)} ms, p99 ${found.p99.toFixed(1)} ms`);
    rounds.push(found);
  }
  const note = "From when the webhook should have been sent to its answer's arrival at Meta; open loop.";
  const p50 = { what: "p50", unit: "ms", ours: rounds.map((found) => found.p50) };
  const p99 = { what: "p99", unit: "ms", ours: rounds.map((found) => found.p99) };
  return [
    { ...p50, bar: { of: "value", is: "at most", value: 19 }, note },
    { ...p99, bar: { of: "value", is: "at most", value: 30 } },
  ];
}

/** Everybody writes once. */
async function take(app: BenchedApp, { first, seconds }: { first: number; seconds: number }) {
  let startedAt = 0;
  const send = (n: number) => {
    // The first is sent the moment the load begins.
    if (n === 0) startedAt = nowMs();
    return app.post(
      textWebhook({ secret: secrets.WHATSAPP_APP_SECRET, phoneNumberId: PHONE_NUMBER_ID, n: first + n }),
    );
  };
  const { failed, failure } = await openLoop({ rate: RATE, seconds, send });
  if (failed > 0) throw new Error(`${failed} webhooks were not taken: ${failure}`);
  const all = await app.allArrived(first + RATE * seconds);
  const latencies = build({ lowestDiscernibleValue: 1, highestTrackableValue: 600_000_000 });
  for (const { to, atMs } of all.slice(first)) {
    const n = Number(to.slice(-9)) - (551_100_000_000 % 1e9) - first;
    latencies.recordValue(Math.max(1, Math.round((atMs - startedAt - (n * 1_000) / RATE) * 1_000)));
  }
  const at = (percentile: number) => latencies.getValueAtPercentile(percentile) / 1_000;
  return { p50: at(50), p99: at(99) };
}
