import { afterEach, describe, expect, it } from "vitest";
import { claimJobs, endClaim } from "@/domain/outbound";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  expireLease,
  jobOf,
  newCustomer,
} from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";

ownDatabase();
afterEach(emptyQueue);

describe("claiming jobs", () => {
  it("takes only the oldest waiting job of a conversation", async () => {
    const { phoneNumberId } = await createIntegration();
    const [first, second] = await customerWrites(phoneNumberId, newCustomer(), "one", "two");

    const { job, turn } = await claimOne();

    expect(job).toMatchObject({ inboundProviderMessageId: first, attempts: 1 });
    expect(turn.waitingJobIds).toEqual([(await jobOf(second ?? "")).id]);
    expect(await claimJobs(10)).toEqual([]);
    await endClaim({ job, end: { to: "cancelled", code: "TEST", error: "test" } });
  });

  it("gives every job to exactly one of many runners that claim at once", async () => {
    const { phoneNumberId } = await createIntegration();
    const wamids = await Promise.all(
      Array.from(
        { length: 60 },
        async () => (await customerWrites(phoneNumberId, newCustomer(), "hello"))[0],
      ),
    );

    const claims = (await Promise.all(Array.from({ length: 20 }, () => claimJobs(7)))).flat();

    const claimed = claims.map(({ job }) => job.inboundProviderMessageId);
    expect(new Set(claimed).size).toBe(claimed.length);
    expect(claimed.toSorted()).toEqual(wamids.toSorted());
    for (const { job } of claims)
      await endClaim({ job, end: { to: "cancelled", code: "TEST", error: "test" } });
  });

  it("does not take a later message while an earlier job of the conversation backs off", async () => {
    const { phoneNumberId } = await createIntegration();
    const from = newCustomer();
    const [first] = await customerWrites(phoneNumberId, from, "one");
    const { job } = await claimOne();
    await endClaim({
      job,
      end: { to: "queued", delayMs: 60_000, code: "TEST", error: "later", countAttempt: true },
    });
    await customerWrites(phoneNumberId, from, "two");

    expect(await claimJobs(10)).toEqual([]);

    await rows(`UPDATE "OutboundJob" SET "runAt" = now() WHERE id = $1`, [job.id]);
    const again = await claimOne();
    expect(again.job).toMatchObject({ inboundProviderMessageId: first, attempts: 2 });
    expect(again.turn.history.map(({ body }) => body)).toEqual(["one", "two"]);
    await endClaim({ job: again.job, end: { to: "failed", code: "TEST", error: "test" } });
  });

  it("lets other conversations go on while one is busy", async () => {
    const { phoneNumberId } = await createIntegration();
    await customerWrites(phoneNumberId, newCustomer(), "busy", "busy", "busy");
    const busy = await claimOne();
    await customerWrites(phoneNumberId, newCustomer(), "free");

    const free = await claimOne();

    expect(free.job.conversationId).not.toBe(busy.job.conversationId);
  });

  it("cannot make two jobs of one conversation active, whatever the code does", async () => {
    const { phoneNumberId } = await createIntegration();
    const [, second] = await customerWrites(phoneNumberId, newCustomer(), "one", "two");
    const { job } = await claimOne();
    const { id } = await jobOf(second ?? "");

    const forced = rows(
      `UPDATE "OutboundJob" SET status = 'running', "leaseToken" = gen_random_uuid(), "leaseUntil" = now() WHERE id = $1`,
      [id],
    );

    await expect(forced).rejects.toMatchObject({ constraint: "OutboundJob_one_active_per_conversation" });
    await endClaim({ job, end: { to: "failed", code: "TEST", error: "test" } });
  });

  it("a runner that lost its lease to another cannot end the claim", async () => {
    const { phoneNumberId } = await createIntegration();
    const [wamid] = await customerWrites(phoneNumberId, newCustomer(), "hello");
    const stale = await claimOne();
    await expireLease(stale.job.id);
    await rows(
      `UPDATE "OutboundJob" SET status = 'queued', "leaseToken" = NULL, "leaseUntil" = NULL WHERE id = $1`,
      [stale.job.id],
    );
    const current = await claimOne();

    const result = await endClaim({
      job: stale.job,
      end: { to: "failed", code: "STALE", error: "too late" },
    });

    expect(result).toBe("lease_lost");
    expect(await jobOf(wamid ?? "")).toMatchObject({ status: "running", attempts: 2, errorCode: null });
    expect(await endClaim({ job: current.job, end: { to: "failed", code: "TEST", error: "test" } })).toBe(
      "ended",
    );
  });

  it("does not count an attempt that was only postponed", async () => {
    const { phoneNumberId } = await createIntegration();
    const [wamid] = await customerWrites(phoneNumberId, newCustomer(), "hello");
    const { job } = await claimOne();
    await endClaim({
      job,
      end: { to: "queued", delayMs: 0, code: "TEST", error: "postponed", countAttempt: false },
    });
    expect(await jobOf(wamid ?? "")).toMatchObject({ status: "queued", attempts: 0 });
  });
});
