// The end of a run: the world is well again. All runners are dead, Meta accepts and its receipts come, the cron runs,
// time passes. After that nothing may be left to do.

import { deliver } from "./deliver";
import type { Call } from "./fake-meta";
import type { Luck } from "./luck";
import type { Model } from "./model";
import { resumeNumber } from "./people";
import { claim, goOn } from "./runner";
import { applyReceipts, type Policy, pass, reconcile, rescue } from "./time";
import type { World } from "./world";

const good: Luck = { ai: "one part", meta: "accepts" };

/** Rounds after which nothing is left: the longest way is uncertain, sent again, uncertain, held. */
const ROUNDS_MAX = 8;
const STEPS_MAX = 40;

export async function heal(world: World, policy: Policy): Promise<void> {
  const { model } = world;
  model.tell("From here on everything works.");
  if (!model.state.isNumberActive) await resumeNumber(world);
  for (let round = 0; round < ROUNDS_MAX && isAnythingLeft(world); round += 1) {
    await pass(world, "11 minutes");
    await rescue(world);
    await tellAll(world);
    await applyReceipts(world);
    await reconcile(world, policy);
    await workAll(world);
  }
}

function isAnythingLeft({ model }: World): boolean {
  return (
    untold(model).length > 0 ||
    model.state.jobs.some(({ status, isHeld }) =>
      status === "uncertain" ? !isHeld : status === "queued" || status === "running",
    )
  );
}

/** Meta's receipts for everything it has accepted. */
async function tellAll(world: World): Promise<void> {
  const receipts = untold(world.model).map((call) => ({
    call,
    status: "delivered" as const,
    isEchoed: true,
  }));
  if (receipts.length > 0) await deliver(world, { receipts });
}

function untold({ meta, state }: Model): Call[] {
  const here = new Set(state.sends.map(({ id }) => id));
  return meta.accepted.filter(({ isTold, ledgerId }) => !isTold && here.has(ledgerId));
}

async function workAll(world: World): Promise<void> {
  for (;;) {
    const runners = await claim(world, 10);
    if (runners.length === 0) return;
    for (const runner of runners)
      for (let step = 0; step < STEPS_MAX && runner.stage !== "over"; step += 1)
        await goOn(world, runner, good);
  }
}
