// Time, and what the cron does with it. The product goes by the database's clock: time passes by moving what is written
// there into the past.

import { applyWaitingReceipts, reconcileUncertainJobs, rescueExpiredJobs } from "@/domain/outbound";
import { run } from "@/infra/database/statement";
import { setVariable, type World } from "./world";

const spans = { "11 seconds": 11, "130 seconds": 130, "11 minutes": 660, "25 hours": 90_000 } as const;

export type Span = keyof typeof spans;

export type Policy = "resend" | "hold";

const back = (table: string, columns: string[]) =>
  `UPDATE "${table}" t SET ${columns.map((column) => `"${column}" = t."${column}" - $2 * interval '1 second'`).join(", ")}`;

const passStatement = {
  name: "property_pass",
  text: `
  WITH c AS MATERIALIZED (SELECT id FROM "Conversation" WHERE "integrationId" = $1),
  conversation AS (
    ${back("Conversation", ["lastInboundAt", "lastOutboundAt", "lastMessageAt", "pairFullAt"])}
    FROM c WHERE t.id = c.id
  ),
  job AS (
    ${back("OutboundJob", ["runAt", "createdAt", "leaseUntil", "uncertainAt", "heldAt", "completedAt"])}
    FROM c WHERE t."conversationId" = c.id RETURNING t.id
  ),
  send AS (
    ${back("OutboundMessageLog", ["startedAt", "unknownAt", "settledAt"])}
    FROM job WHERE t."jobId" = job.id
  ),
  receipt AS (${back("ReceiptEvent", ["receivedAt", "occurredAt"])} WHERE t."integrationId" = $1)
  ${back("Integration", ["pausedUntil", "stoppedAt"])} WHERE t.id = $1`,
};

export async function pass(world: World, span: Span): Promise<void> {
  const { model } = world;
  model.clock += spans[span];
  await world.act(`${span} pass`, async () => {
    await run(passStatement, [model.number.id, spans[span]]);
    return { kind: "other" };
  });
}

export async function rescue(world: World): Promise<void> {
  await world.act("the cron takes up what dead runners have left", async () => {
    const { queued, uncertain, failed } = await rescueExpiredJobs();
    world.model.tellMore(`: ${queued} to do again, ${uncertain} uncertain, ${failed} failed`);
    return { kind: "other" };
  });
}

export async function reconcile(world: World, policy: Policy): Promise<void> {
  setVariable("UNCERTAIN_SEND_POLICY", policy);
  await world.act(`the cron decides what is uncertain (policy: ${policy})`, async () => {
    const { resent, held } = await reconcileUncertainJobs();
    world.model.tellMore(`: ${resent} to send again, ${held} held`);
    return { kind: "policy" };
  });
}

export async function applyReceipts(world: World): Promise<void> {
  await world.act("the cron applies the receipts that wait", async () => {
    world.model.tellMore(`: ${await applyWaitingReceipts()}`);
    world.model.meta.tellWaiting();
    return { kind: "other" };
  });
}
