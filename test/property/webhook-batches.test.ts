// Whatever Meta packs together, in whatever order and however often it brings it: everything valid is stored exactly once,
// nothing else is. Random items are put into random webhooks (entries, changes, lists), some of them malformed, some for a
// number that is not ours yet, and delivered at once and again.
//
//   PROPERTY_RUNS   how many worlds are played (60; npm run test:property: 1,000)
//   PROPERTY_SEED   plays those of an earlier run again; every run prints it

import fc from "fast-check";
import { expect, it } from "vitest";
import { receiveWebhook, replayWaitingDeliveries } from "@/domain/inbound";
import { newRequestId } from "@/lib/request-id";
import { ownDatabase } from "../support/own-database";
import { toBytes } from "../support/wire";
import { addNumber, createBatchWorld, observeBatch } from "./batches/batch-world";
import { expectBatch } from "./batches/expect-batch";
import { anyItem, anyReference, type Item, type Reference } from "./batches/items";
import { toWebhook } from "./batches/to-webhook";

ownDatabase();

const RUNS = Number(process.env.PROPERTY_RUNS ?? 60);
const SEED = Number(process.env.PROPERTY_SEED ?? (process.env.CI ? 20_261_122 : Date.now() % 2 ** 31));

const items = fc.array(anyItem, { minLength: 1, maxLength: 25 });
/** Webhooks in waves: those of one wave arrive at once. */
const waves = fc.array(
  fc.array(fc.array(anyReference, { minLength: 1, maxLength: 20 }), { minLength: 1, maxLength: 5 }),
  { minLength: 1, maxLength: 4 },
);

it("everything valid is stored exactly once, nothing else is lost or duplicated", {
  timeout: RUNS * 10_000,
}, async () => {
  console.info(`PROPERTY_SEED=${SEED} PROPERTY_RUNS=${RUNS}`);
  await fc.assert(
    fc.asyncProperty(items, waves, async (drafts, plan) => {
      const world = await createBatchWorld(drafts);
      const delivered = new Set<Item>();
      const webhooks = plan.map((wave) => wave.map((references) => resolve(world.items, references)));
      for (const wave of webhooks) {
        await Promise.all(wave.map((webhook) => deliver(webhook)));
        for (const { item } of wave.flat()) delivered.add(item);
      }
      await Promise.all(webhooks.flat().map(deliver));
      await addNumber(world);
      await replayWaitingDeliveries();
      expectBatch(delivered, await observeBatch(world));
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

interface Placed extends Omit<Reference, "at"> {
  item: Item;
}

function resolve(all: Item[], references: Reference[]): Placed[] {
  return references.map(({ at, ...place }) => ({ ...place, item: all[at % all.length] as Item }));
}

async function deliver(webhook: Placed[]): Promise<void> {
  const received = await receiveWebhook(toBytes(toWebhook(webhook)), newRequestId("webhook"));
  expect(received.malformed).toBe(webhook.filter(({ item }) => item.kind === "malformed").length);
}
