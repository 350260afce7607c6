// Meta takes every message and not one answer arrives: the worst a network can do to a sender without idempotency keys.

import { afterEach, describe, expect, it } from "vitest";
import { newCustomer } from "../support/factories";
import { settled } from "./run-row";
import { openStage, type Policy, type Stage } from "./stage";
import { readSends } from "./verdict";

const MESSAGES = 60;

let stage: Stage;

async function cutEveryAnswer(options: { hasReceipts: boolean; policy: Policy }): Promise<void> {
  // Where receipts come, nobody is to lose patience with them, however busy the machine is.
  const env = { SEND_RECONCILE_SECONDS: options.hasReceipts ? "60" : "1" };
  stage = await openStage({ ...options, env });
  await stage.meta.addFault({ target: "send", action: { type: "accept-then-cut" } });
  await stage.write("hello", ...Array.from({ length: MESSAGES }, newCustomer));
  stage.startWorker();
  stage.startCron();
}

const all = <T>(value: T): T[] => Array.from({ length: MESSAGES }, () => value);
/** How often Meta has accepted something for each customer. */
const acceptedPerCustomer = async () => {
  const effects = await stage.meta.effects({ limit: 10_000 });
  return [...stage.written.keys()].map((from) => effects.filter(({ customer }) => customer === from).length);
};

describe(`with every answer of Meta's cut off, ${MESSAGES} messages`, () => {
  afterEach(() => stage.close());

  it("are accepted once each, and settled by receipts alone", async () => {
    await cutEveryAnswer({ hasReceipts: true, policy: "resend" });

    expect(await settled(stage)).toEqual({
      lost: 0,
      doubled: 0,
      jobs: all("done"),
      messages: all("DELIVERED"),
      disagreements: [],
      open: [],
    });
    expect(await acceptedPerCustomer()).toEqual(all(1));
    expect((await readSends()).map(({ settledBy }) => settledBy)).toEqual(all("receipt"));
  });

  it("and no receipt, are held for a person under `hold`; late receipts tell the truth", async () => {
    await cutEveryAnswer({ hasReceipts: false, policy: "hold" });

    expect(await settled(stage)).toMatchObject({ doubled: 0, jobs: all("held"), messages: all("PENDING") });
    expect(await acceptedPerCustomer()).toEqual(all(1));

    await stage.meta.release({ kind: "receipt" });
    expect(await settled(stage)).toMatchObject({
      lost: 0,
      doubled: 0,
      jobs: all("done"),
      messages: all("DELIVERED"),
      disagreements: [],
    });
    expect(await acceptedPerCustomer()).toEqual(all(1));
  });

  it("and no receipt, are sent once more under `resend`, never a third time; late receipts tell the truth", async () => {
    await cutEveryAnswer({ hasReceipts: false, policy: "resend" });

    const marked = all("PENDING (possible duplicate)");
    expect(await settled(stage)).toMatchObject({ doubled: MESSAGES, jobs: all("held"), messages: marked });
    expect(await acceptedPerCustomer()).toEqual(all(2));

    await stage.meta.release({ kind: "receipt" });
    expect(await settled(stage)).toMatchObject({
      lost: 0,
      jobs: all("done"),
      messages: all("DELIVERED (possible duplicate)"),
      disagreements: [],
    });
    expect(await acceptedPerCustomer()).toEqual(all(2));
  });
});
