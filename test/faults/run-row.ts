// The course of every row: set the stage, let one process die at the point, start another one in its place, wait
// until nothing is under way any more, and look at the books.

import { expect } from "vitest";
import type { FaultPoint } from "@/lib/fault-point";
import { waitUntil } from "../../scripts/local/processes";
import { newCustomer } from "../support/factories";
import { rows as manyRows, row as oneRow } from "../support/own-database";
import { expectDeath } from "./fault-process";
import type { Row } from "./row";
import { openStage, type Policy, type Stage } from "./stage";
import { readOpen, readSends, readVerdict, type Verdict } from "./verdict";

/** With receipts the policy hardly ever has to decide; without them it is what the row is about. */
export type World = { receipts: "come" } | { receipts: "held back"; policy: Policy };

const SETTLE_MS = 60_000;

/** @returns what is to be told in the table, having checked that it is as the row says. */
export async function runRow(point: FaultPoint, row: Row, world: World): Promise<Verdict> {
  const hasReceipts = world.receipts === "come";
  const policy = hasReceipts ? "resend" : world.policy;
  const isToldLate = hasReceipts && row.unknown?.metaHasIt === true;
  // Where a receipt is to tell, nobody is to lose patience with it.
  const env = { ...row.env, ...(isToldLate && { SEND_RECONCILE_SECONDS: "60" }) };
  const stage = await openStage({ hasReceipts, policy, env });
  try {
    if (isToldLate) await stage.meta.hold({ kind: "receipt" });
    await dieAt(stage, point, row);
    await row.mend?.(stage);
    await goOn(stage, row);
    if (isToldLate) await tellLate(stage);
    else if (hasReceipts && row.unknown) await letOthersWrite(stage);
    const verdict = await settled(stage);
    if (hasReceipts) await checkWithReceipts(stage, row, verdict);
    else await checkWithoutReceipts(stage, row, { policy, verdict });
    await row.check?.(stage);
    return verdict;
  } finally {
    await stage.close();
  }
}

async function dieAt(stage: Stage, point: FaultPoint, row: Row): Promise<void> {
  if (row.arrange) await row.arrange(stage);
  else if (row.dies === "worker") await stage.write("hello");
  const doomed = row.dies === "worker" ? stage.startWorker({ point }) : await stage.startApp({ point });
  if (row.reach) await row.reach(stage, doomed);
  else if (row.dies === "app") await stage.write("hello");
  // The call ends with the process.
  else if (row.dies === "cron") await stage.callCron("run-outbound-jobs").catch(() => undefined);
  await expectDeath(doomed);
}

async function goOn(stage: Stage, row: Row): Promise<void> {
  if (row.dies === "worker") stage.startWorker();
  else await stage.startApp();
  stage.startCron();
}

/** The receipts come when others have taken the job up and had the occasion to send again. */
async function tellLate(stage: Stage): Promise<void> {
  await waitUntil(
    async () => (await manyRows(`SELECT 1 FROM "OutboundJob" WHERE status = 'running'`)).length === 0,
    { what: "the dead runner's job to be taken up", timeoutMs: SETTLE_MS },
  );
  await stage.meta.release({ kind: "receipt" });
}

/** Another customer is answered: the receipts of that answer make the silence about the other one speak. */
async function letOthersWrite(stage: Stage): Promise<void> {
  await stage.write("hello", newCustomer());
}

/** Waits until nothing is under way, on Meta's side and on ours. */
export async function settled(stage: Stage, timeoutMs = SETTLE_MS): Promise<Verdict> {
  const isQuiet = async () => (await stage.meta.health()).pending === 0 && (await readOpen()).length === 0;
  const isSettled = async () => {
    if (!(await isQuiet())) return undefined;
    const verdict = await readVerdict(stage);
    // What was read piece by piece only counts when nothing has happened meanwhile.
    return !verdict.jobs.includes("no job") && (await isQuiet()) ? verdict : undefined;
  };
  try {
    return await waitUntil(isSettled, { what: "everything to settle", timeoutMs, everyMs: 100 });
  } catch (cause) {
    throw new Error(JSON.stringify(await readVerdict(stage), null, 2), { cause });
  }
}

async function checkWithReceipts(stage: Stage, row: Row, verdict: Verdict): Promise<void> {
  const isResent = row.unknown?.metaHasIt === false;
  const sends = await readSends();
  expect(verdict).toMatchObject({ lost: 0, doubled: 0, open: [], disagreements: [] });
  expect(new Set(verdict.jobs)).toEqual(new Set(["done"]));
  const marked = verdict.messages.filter((message) => message.endsWith("(possible duplicate)"));
  expect(marked).toHaveLength(isResent ? 1 : 0);
  expect(new Set(verdict.messages.map((message) => message.split(" ")[0]))).toEqual(new Set(["DELIVERED"]));
  expect(sends.filter(({ key }) => key.includes("~"))).toHaveLength(isResent ? 1 : 0);
  expect(await stage.meta.effects({ recipient: stage.customer })).toHaveLength(row.accepted ?? 1);
}

async function checkWithoutReceipts(
  stage: Stage,
  row: Row,
  { policy, verdict }: { policy: Policy; verdict: Verdict },
): Promise<void> {
  const metaHasIt = row.unknown?.metaHasIt === true;
  const effects = await stage.meta.effects({ recipient: stage.customer });
  const told = await readOutcome();
  expect(verdict).toMatchObject({ open: [], disagreements: metaHasIt ? [expect.any(String)] : [] });
  if (policy === "resend") {
    expect(verdict).toMatchObject({ lost: 0, doubled: metaHasIt ? 1 : 0, jobs: ["done"] });
    expect(verdict.messages).toEqual(["SENT (possible duplicate)"]);
    expect(effects).toHaveLength(metaHasIt ? 2 : 1);
    expect(told).toEqual({ keys: ["", "~1"], mode: "BOT", notifications: [] });
  } else {
    expect(verdict).toMatchObject({ lost: metaHasIt ? 0 : 1, doubled: 0, jobs: ["held"] });
    expect(verdict.messages).toEqual(["PENDING"]);
    expect(effects).toHaveLength(metaHasIt ? 1 : 0);
    expect(told).toEqual({ keys: [""], mode: "HUMAN", notifications: ["SEND_UNCERTAIN"] });
  }
  await checkLateReceipts(stage, { policy, metaHasIt });
}

/** Receipts that come after the decision make the books agree, whatever was decided. */
async function checkLateReceipts(
  stage: Stage,
  { policy, metaHasIt }: { policy: Policy; metaHasIt: boolean },
): Promise<void> {
  await stage.meta.release({ kind: "receipt" });
  const verdict = await settled(stage);
  const mark = policy === "resend" ? " (possible duplicate)" : "";
  const isKnown = policy === "resend" || metaHasIt;
  expect(verdict).toMatchObject({
    disagreements: [],
    jobs: [isKnown ? "done" : "held"],
    messages: [isKnown ? `DELIVERED${mark}` : "PENDING"],
  });
}

/** The suffixes of the keys that were sent under, who speaks, and what people were told. */
async function readOutcome(): Promise<{ keys: string[]; mode: string; notifications: string[] }> {
  const { mode } = await oneRow<{ mode: string }>(`SELECT mode FROM "Conversation"`);
  const notifications = await manyRows<{ kind: string }>(`SELECT kind FROM "Notification" ORDER BY id`);
  const keys = (await readSends()).map(({ key }) => /~\d+$/.exec(key)?.[0] ?? "");
  return { keys, mode, notifications: notifications.map(({ kind }) => kind) };
}
