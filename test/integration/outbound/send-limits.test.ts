import { describe, expect, it } from "vitest";
import { takeSendSlot } from "@/domain/outbound/number-rate";
import { runOutbound } from "@/domain/runner";
import { forgetOncePerProcess } from "@/lib/once-per-process";
import {
  aiUsageOf,
  claimOne,
  createIntegration,
  customerWrites,
  jobOf,
  newCustomer,
  repliesTo,
  sendReply,
  sendsOf,
  textReply,
} from "../../support/factories";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

describe("the limit for one customer (one message in six seconds, 45 at once that are paid back)", () => {
  it("lets 45 messages go out at once, and the next after six seconds", async () => {
    const claim = await claimed();
    const words = textReply(...Array.from({ length: 46 }, (_, at) => `part ${at + 1}`));
    for (let part = 1; part <= 45; part += 1)
      expect(await sendReply(claim, words, part)).toMatchObject({ kind: "sent" });

    const postponed = await sendReply(claim, words, 46);
    expect(postponed).toMatchObject({ kind: "postponed", why: "pair_rate" });
    if (postponed.kind !== "postponed") return;
    expect(postponed.waitMs).toBeGreaterThan(0);
    expect(postponed.waitMs).toBeLessThanOrEqual(6_000);
  });

  it("holds for that customer only", async () => {
    const limited = await claimed();
    await rows(`UPDATE "Conversation" SET "pairFullAt" = now() + interval '1 hour' WHERE id = $1`, [
      limited.job.conversationId,
    ]);
    expect(await sendReply(limited, textReply("not now"))).toMatchObject({ kind: "postponed" });
    expect(await sendReply(await claimed(), textReply("now"))).toMatchObject({ kind: "sent" });
  });
});

describe("a number that Meta has stopped or slowed down", () => {
  it.each([
    ["number_stopped", `status = 'STOPPED', "stoppedAt" = now()`],
    ["number_paused", `"pausedUntil" = now() + interval '5 seconds'`],
  ])("begins no send of a job that was claimed before (%s)", async (why, change) => {
    const claim = await claimed();
    await rows(`UPDATE "Integration" SET ${change} WHERE id = $1`, [claim.turn.integration.id]);
    const result = await sendReply(claim, textReply("not now"));
    expect(result).toMatchObject({ kind: "postponed", why });
    expect(await sendsOf(claim.job.id)).toEqual([]);
  });
});

describe("the limit for one number", () => {
  it.each([20, 80])(
    "of %d a second is never exceeded, wherever a second begins, by two processes",
    async (limit) => {
      const { id } = await createIntegration();
      const bucket = { id, sendsPerSecond: limit };
      const times: number[] = [];
      const ask = async () => {
        while ((await takeSendSlot(bucket)) > 0);
        times.push(performance.now());
      };
      const half = Math.ceil(limit * 0.75);
      const first = Array.from({ length: half }, ask);
      forgetOncePerProcess(`send-slots ${id} ${limit}`); // What follows shares nothing with what went before but the row.
      await Promise.all([...first, ...Array.from({ length: half }, ask)]);

      times.sort((a, b) => a - b);
      const inSecondFrom = times.map(
        (start) => times.filter((at) => at >= start && at < start + 1_000).length,
      );
      expect(times).toHaveLength(2 * half);
      // Ten milliseconds of scheduling between the database's clock and ours may move one or two across the border.
      expect(Math.max(...inSecondFrom)).toBeLessThanOrEqual(limit * 1.05);
      expect(times.at(-1)).toBeGreaterThan((times[0] ?? 0) + 1_000);
    },
  );

  it("makes a send wait, whose reply is kept and paid for once", async () => {
    const from = newCustomer();
    const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
    await rows(
      `INSERT INTO "SendRate" SELECT id, now() + interval '1 hour', 1 FROM "Integration" WHERE "phoneNumberId" = $1
       ON CONFLICT ("integrationId") DO UPDATE SET "fullAt" = excluded."fullAt"`,
      [phoneNumberId],
    );
    await runOutbound();
    const { id } = await jobOf(wamid);
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", errorCode: "NUMBER_RATE", attempts: 0 });
    expect(await sendsOf(id)).toEqual([]);

    await rows(`DELETE FROM "SendRate"`);
    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE id = $1`, [id]);
    await runOutbound();
    expect(await repliesTo(from)).toHaveLength(1);
    expect(await aiUsageOf(id)).toHaveLength(1);
  });

  it("does not make another number wait", async () => {
    const [busy, idle] = [await createIntegration(), await createIntegration()];
    await rows(`INSERT INTO "SendRate" VALUES ($1, now() + interval '1 hour', 1)`, [busy.id]);
    expect(await takeSendSlot({ id: busy.id, sendsPerSecond: 80 })).toBeGreaterThan(2_000);
    expect(await takeSendSlot({ id: idle.id, sendsPerSecond: 80 })).toBe(0);
  });
});

async function claimed() {
  await customerWrites(phoneNumberId, newCustomer(), "question");
  return await claimOne();
}
