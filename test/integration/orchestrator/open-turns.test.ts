// A turn that is open is gone on with, and what it wants written waits until its reply goes out.

import { describe, expect, it } from "vitest";
import { orchestrate } from "@/domain/orchestrator";
import { type Claim, rescueExpiredJobs, sendWithIdempotency } from "@/domain/outbound";
import { runOutbound } from "@/domain/runner";
import {
  claimOne,
  customerWrites,
  expireLease,
  jobOf,
  newCustomer,
  repliesTo,
  sendsOf,
} from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { inShort, turnsOf } from "../../support/turns";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

/** A runner claims the job of a message, thinks it to the end, and is never heard of again. */
async function thoughtAndGone(text: string) {
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, text);
  const claim = await claimOne();
  const thought = await think(claim);
  await expireLease(claim.job.id);
  return { from, wamid, claim, thought };
}

function think({ job, turn }: Claim) {
  return orchestrate({ job, turn, signal: new AbortController().signal });
}

async function goOn() {
  setEnv({ JOB_RETRY_BASE_MS: "1" });
  await rescueExpiredJobs();
  await runOutbound({ lingerMs: 2_000 });
}

const asked = (textContains: string) => simulator.meta.aiCalls({ textContains });

describe("an attempt that finds an open turn", () => {
  it("sends what is stored, and asks nobody", async () => {
    const { from, wamid, thought } = await thoughtAndGone("asked only once");
    await goOn();
    expect(await asked("asked only once")).toHaveLength(1);
    expect(await repliesTo(from)).toMatchObject([{ status: "SENT" }]);
    const turns = await turnsOf((await jobOf(wamid)).id);
    expect(turns).toMatchObject([{ id: thought.turnId, outcome: "reply", decision: "send" }]);
    expect(turns.map(inShort)).toEqual([["deepseek: stop"]]);
  });

  it("goes on behind the stored answers, tools and repairs, each of which stands there once", async () => {
    const { meta } = simulator;
    const match = "long way";
    await meta.addAiScript({ match, toolCalls: [{ name: "update_lead", arguments: "{broken" }], times: 1 });
    await meta.addAiScript({ match, text: "One. Tw", finishReason: "length", times: 1 });
    const { wamid } = await thoughtAndGone(match);
    await goOn();
    expect(await asked(match)).toHaveLength(3);
    expect((await turnsOf((await jobOf(wamid)).id)).map(inShort)).toEqual([
      [
        "deepseek: tool_calls",
        "update_lead: wrong",
        "deepseek: length",
        "BROKEN_OFF: repair",
        "deepseek: stop",
      ],
    ]);
  });

  it("thinks anew when the customer has written on, and calls the old one abandoned", async () => {
    const { from, wamid } = await thoughtAndGone("before the end");
    await customerWrites(phoneNumberId, from, "after the end");
    await goOn();
    const turns = await turnsOf((await jobOf(wamid)).id);
    expect(turns.map(({ outcome }) => outcome)).toEqual(["abandoned", "reply"]);
    expect((await repliesTo(from))[0]?.body).toContain("after the end");
  });

  it("does not take an answer that came to a runner without the lease for one of its own", async () => {
    const { wamid, thought } = await thoughtAndGone("stale runner");
    await rows(`UPDATE "AiTurn" SET steps = jsonb_set(steps, '{0,isLate}', 'true') WHERE id = $1`, [
      thought.turnId,
    ]);
    await goOn();
    expect(await asked("stale runner")).toHaveLength(2);
    expect(await turnsOf((await jobOf(wamid)).id)).toMatchObject([{ outcome: "reply" }]);
  });
});

describe("what belongs to a reply", () => {
  async function send({ job, turn }: Claim, seenCount: number, onBegun: () => Promise<void>) {
    const reply = { parts: ["Noted."], handover: null, provider: null, model: null };
    const intention = { job, turn, reply, part: 1, answeredJobIds: [], mayBeSuperseded: true };
    return await sendWithIdempotency({ ...intention, seenCount, onBegun });
  }

  it("is written before the first byte leaves, and not when the customer has written on", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "write it down");
    const claim = await claimOne();
    const seen: number[] = [];
    const onBegun = async () => {
      seen.push((await simulator.meta.effects({ recipient: from })).length);
    };
    expect(await send(claim, claim.turn.inboundCount - 1, onBegun)).toMatchObject({ verdict: "superseded" });
    expect(seen).toEqual([]);
    expect(await send(claim, claim.turn.inboundCount, onBegun)).toMatchObject({ kind: "sent" });
    expect(seen).toEqual([0]);
  });

  it("keeps the reply from going out when it cannot be written: the outcome is known, nothing was sent", async () => {
    const from = newCustomer();
    await customerWrites(phoneNumberId, from, "cannot be written");
    const claim = await claimOne();
    const result = await send(claim, claim.turn.inboundCount, () => Promise.reject(new Error("no room")));
    expect(result).toMatchObject({ kind: "refused", refused: { code: "NOT_STORED", class: "transient" } });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
    expect(await sendsOf(claim.job.id)).toHaveLength(1);
  });
});
