import { receiveWebhook } from "@/domain/inbound";
import { pool } from "@/infra/database/pool";
import { newRequestId } from "@/lib/request-id";
import type { Figure } from "../figure";
import { appSecret, phoneNumberId, seedBusiness } from "../serve";
import { statusWebhook, textWebhook } from "../signed-webhook";

const WEBHOOKS = 50;

export const webhookStatements: Figure = {
  name: "webhook-statements",
  title: "What one webhook asks the database",
  measure: async ({ database, rounds }) => {
    await database("bench_webhook_statements");
    await seedBusiness();
    const texts: number[] = [];
    const receipts: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const who = { secret: appSecret, phoneNumberId };
      texts.push(await statementsPer((n) => textWebhook({ ...who, n }).body));
      receipts.push(await statementsPer((n) => statusWebhook({ ...who, n, status: "delivered" }).body));
    }
    const bar = { of: "value", is: "at most", value: 1 } as const;
    const unit = "statements";
    return [
      {
        what: "a webhook of one text",
        unit,
        ours: texts,
        bar,
        note: "Every query that this process gives to its connections is counted.",
      },
      { what: "a webhook of one receipt", unit, ours: receipts, bar },
    ];
  },
};

/** Counts what the connections are given while webhooks come one after the other, so that none shares a statement. */
async function statementsPer(bodyOf: (n: number) => string): Promise<number> {
  const connections = pool();
  const { query } = connections;
  let count = 0;
  connections.query = ((...given: Parameters<typeof query>) => {
    count += 1;
    return query.apply(connections, given);
  }) as typeof query;
  try {
    for (let n = 0; n < WEBHOOKS; n += 1)
      await receiveWebhook(new TextEncoder().encode(bodyOf(n)), newRequestId("webhook"));
  } finally {
    connections.query = query;
  }
  return count / WEBHOOKS;
}
