// A process that is stopped, not dead: a laptop lid, a frozen container, a debugger. It wakes up long after its lease
// and believes that nothing has happened.

import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { row } from "../support/own-database";
import type { Arm, FaultProcess } from "./fault-process";
import { settled } from "./run-row";
import { leasesAreOver, openStage, type Stage } from "./stage";
import { readSends } from "./verdict";

let stage: Stage;

/** A worker is stopped at the point; another one and the cron go on, and answer somebody else meanwhile. */
async function stopAt(point: Arm["point"]): Promise<FaultProcess> {
  await stage.write("hello");
  const stopped = stage.startWorker({ point, signal: "SIGSTOP" });
  await stopped.reached();
  stage.startWorker();
  stage.startCron();
  await stage.write("hello", newCustomer());
  return stopped;
}

async function wakeUp(stopped: FaultProcess, line: string): Promise<void> {
  stopped.signal("SIGCONT");
  const isSaid = () => stopped.output.some((said) => said.includes(line));
  try {
    await waitUntil(isSaid, { what: `the runner to say "${line}"`, timeoutMs: 20_000 });
  } catch (cause) {
    throw new Error(stopped.output.slice(-5).join("\n"), { cause });
  }
}

const jobOfCustomer = () =>
  row(
    `SELECT j.* FROM "OutboundJob" j WHERE j."inboundProviderMessageId" = $1`,
    stage.written.get(stage.customer),
  );
const acceptedForCustomer = async () => (await stage.meta.effects({ recipient: stage.customer })).length;
const jobIs = (status: string) =>
  waitUntil(async () => (await jobOfCustomer()).status === status, {
    what: `the job to be ${status}`,
    timeoutMs: 30_000,
  });
const sendsOfCustomer = async () => {
  const { id } = await jobOfCustomer();
  return (await readSends()).filter(({ jobId }) => jobId === id);
};

describe("a runner stopped for longer than its lease, then continued", () => {
  beforeEach(async () => {
    stage = await openStage();
  });
  afterEach(() => stage.close());

  it("before its call: it cannot send, cannot settle, and says so", async () => {
    const stopped = await stopAt("send.begun");
    const before = await settled(stage);
    expect(before).toMatchObject({ lost: 0, doubled: 0, disagreements: [], jobs: ["done", "done"] });
    const job = await jobOfCustomer();

    await wakeUp(stopped, "Lease lost: another runner has the job, nothing was changed");

    expect(await jobOfCustomer()).toEqual(job);
    expect(await acceptedForCustomer()).toBe(1);
    expect(await settled(stage)).toEqual(before);
    // What it knows for sure is kept: its own call never left.
    expect((await sendsOfCustomer()).map(({ key, status }) => [key.includes("~1"), status])).toEqual([
      [false, "refused"],
      [true, "accepted"],
    ]);
  });
});

describe("a runner stopped while Meta's answer is under way", () => {
  afterEach(() => stage.close());

  it("records the answer when it wakes up, also when nobody has decided yet", async () => {
    stage = await openStage({ hasReceipts: false, env: { SEND_RECONCILE_SECONDS: "60" } });
    const stopped = await stopAt("send.answering");
    await leasesAreOver();
    await jobIs("uncertain");

    await wakeUp(stopped, "Lease lost during the call; Meta's answer is recorded");

    expect(await jobOfCustomer()).toMatchObject({ status: "done", attempts: 1, resends: 0 });
    expect(await sendsOfCustomer()).toEqual([
      expect.objectContaining({ status: "accepted", settledBy: "answer", messageStatus: "SENT" }),
    ]);
    expect(await settled(stage)).toMatchObject({ lost: 0, doubled: 0, disagreements: [] });
  });

  it("records it also after another runner has sent again: both are known, and the message is marked", async () => {
    stage = await openStage({ hasReceipts: false });
    const stopped = await stopAt("send.answering");
    await jobIs("done");
    expect(await acceptedForCustomer()).toBe(2);
    const { completedAt } = await jobOfCustomer();

    await wakeUp(stopped, "Lease lost during the call; Meta's answer is recorded");

    expect(await jobOfCustomer()).toMatchObject({ status: "done", resends: 1, completedAt });
    expect(await acceptedForCustomer()).toBe(2);
    expect(await settled(stage)).toMatchObject({ lost: 0, doubled: 1, disagreements: [] });
    for (const send of await sendsOfCustomer())
      expect(send).toMatchObject({ status: "accepted", settledBy: "answer", possibleDuplicate: true });
  });

  it("leaves it to the receipt when the answer came too late for its own time limit", async () => {
    stage = await openStage({ hasReceipts: false, env: { SEND_RECONCILE_SECONDS: "60" } });
    await stage.meta.addFault({
      target: "send",
      action: { type: "accept-then-delay", ms: 500 },
      when: { next: 1 },
    });
    await stage.write("hello");
    const stopped = stage.startWorker();
    await waitUntil(async () => (await acceptedForCustomer()) === 1, {
      what: "Meta to accept",
      timeoutMs: 20_000,
      everyMs: 5,
    });
    stopped.signal("SIGSTOP");
    stage.startWorker();
    stage.startCron();
    await leasesAreOver();
    await jobIs("uncertain");

    await wakeUp(stopped, "Lease lost");

    await stage.meta.release({ kind: "receipt" });
    expect(await settled(stage)).toMatchObject({ lost: 0, doubled: 0, disagreements: [], jobs: ["done"] });
    expect(await acceptedForCustomer()).toBe(1);
  });
});
