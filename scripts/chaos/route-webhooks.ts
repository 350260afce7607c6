import type { ControlClient } from "@/simulator";
import { startTicker } from "../local/ticker";
import { isLive, type Product } from "./product";
import type { Random } from "./random";
import { repeat } from "./repeat";

const LOOK_EVERY_MS = 500;
const CRON_EVERY_MS = 3_000;

/**
 * Stands for the load balancer and the scheduler: every half second it looks which apps answer, and sends webhooks and
 * cron calls to one of them. A webhook that meets an app that has just died fails, and Meta brings it again.
 */
export async function routeWebhooks(
  parts: { product: Product; meta: ControlClient; random: Random },
  cronSecret: string,
): Promise<{ stop(): Promise<void> }> {
  const { product, meta, random } = parts;
  let current = product.apps[0]?.url ?? "";
  const look = async () => {
    const live = await Promise.all(product.apps.map(isLive));
    const urls = product.apps.filter((_, index) => live[index]).map(({ url }) => url);
    if (urls.length > 0) current = random.pick(urls);
    await meta.configure({ webhookUrl: `${current}/api/webhooks/whatsapp` });
  };
  await look();
  const looking = repeat(LOOK_EVERY_MS, look);
  const cron = startTicker(() => `${current}/api/cron/run-outbound-jobs`, cronSecret, CRON_EVERY_MS);
  return {
    stop: () => {
      cron.stop();
      return looking.stop();
    },
  };
}
