import { describe, expect, it } from "vitest";
import { listIntegrations, rotateAccessToken } from "@/domain/integrations";
import { endClaim } from "@/domain/outbound";
import { prisma } from "@/infra/database/prisma";
import type { FaultDraft } from "@/simulator";
import {
  claimOne,
  customerWrites,
  expireLease,
  jobOf,
  newCustomer,
  repliesTo,
  sendReply,
  sendsOf,
  textReply,
} from "../../support/factories";
import { atFaultPoint } from "../../support/fault-hook";
import { rows } from "../../support/own-database";
import { ownNumber } from "../../support/own-number";
import { loseAnswer } from "../../support/uncertain";
import { setEnv } from "../../support/with-env";

const simulator = ownNumber();
const { phoneNumberId } = simulator;

async function claimed(...texts: string[]) {
  const from = newCustomer();
  const wamids = await customerWrites(phoneNumberId, from, ...(texts.length > 0 ? texts : ["question"]));
  return { from, wamid: wamids[0] ?? "", wamids, claim: await claimOne() };
}

type SendFault = Extract<FaultDraft, { target: "send" }>["action"];

const fault = (recipient: string, action: SendFault) =>
  simulator.meta.addFault({ target: "send", action, when: { next: 1 }, match: { recipient } });

describe("sending with idempotency", () => {
  it("writes ledger and message before the call, and everything else in one transaction after it", async () => {
    const { from, wamid, claim } = await claimed();

    const result = await sendReply(claim, textReply("answer"));

    expect(result).toMatchObject({ kind: "sent", acceptance: { lease: "held", messageStatus: "SENT" } });
    expect(await jobOf(wamid)).toMatchObject({ status: "done", partsSent: 1 });
    const [send] = await sendsOf(claim.job.id);
    expect(send).toMatchObject({
      status: "accepted",
      settledBy: "answer",
      idempotencyKey: claim.job.idempotencyKey,
    });
    expect(await repliesTo(from)).toEqual([{ body: "answer", status: "SENT", possibleDuplicate: false }]);
  });

  it("carries the ledger id to Meta", async () => {
    const { from, claim } = await claimed();
    await sendReply(claim, textReply("answer"));
    const [send] = await sendsOf(claim.job.id);
    expect(await simulator.meta.effects({ recipient: from })).toMatchObject([
      { opaque: send?.id, wamid: send?.providerMessageId },
    ]);
  });

  it("does not send a second time for a key that Meta has accepted", async () => {
    const { from, wamid, claim } = await claimed();
    await sendReply(claim, textReply("answer"));
    // A job that has forgotten its end, as after a restore of an older row.
    await rows(
      `UPDATE "OutboundJob" SET status = 'running', "leaseToken" = $2, "leaseUntil" = now() + interval '1 minute',
         "completedAt" = NULL, "partsSent" = 0 WHERE id = $1`,
      [claim.job.id, claim.job.leaseToken],
    );

    expect(await sendReply(claim, textReply("answer"))).toEqual({ kind: "duplicate" });

    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
    await endClaim({ job: claim.job, end: { to: "done" } });
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
  });

  it("a runner whose lease has expired cannot begin a send", async () => {
    const { from, claim } = await claimed();
    await expireLease(claim.job.id);
    expect(await sendReply(claim, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "lost" });
    expect(await simulator.meta.calls({ kind: "send" })).not.toContainEqual(
      expect.objectContaining({ input: from }),
    );
    expect(await sendsOf(claim.job.id)).toEqual([]);
  });

  it("a runner with another's token cannot begin a send", async () => {
    const { claim } = await claimed();
    const stale = { ...claim, job: { ...claim.job, leaseToken: "00000000-0000-4000-8000-000000000000" } };
    expect(await sendReply(stale, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "lost" });
  });

  it("a lease that cannot outlive the call does not let its first byte leave", async () => {
    setEnv({ JOB_LEASE_SECONDS: "5", SEND_TIMEOUT_MS: "100" });
    const { from, claim } = await claimed();
    const before = Date.now;
    // The machine slept between the ledger row and the call: wall time has moved on by a minute.
    let isAsleep = false;
    Date.now = () => before() + (isAsleep ? 60_000 : 0);
    atFaultPoint("send.begun", () => {
      isAsleep = true;
    });
    const result = await sendReply(claim, textReply("answer")).finally(() => {
      Date.now = before;
    });

    expect(result).toMatchObject({ kind: "refused", refused: { code: "STOPPED" } });
    expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
  });

  it("does not touch the ledger when there is no token for the number", async () => {
    setEnv({ WHATSAPP_ACCESS_TOKEN: undefined });
    const { claim } = await claimed();
    await expect(sendReply(claim, textReply("answer"))).rejects.toMatchObject({ code: "NOT_CONFIGURED" });
    expect(await sendsOf(claim.job.id)).toEqual([]);
  });

  it("prefers a number's own sealed token to the environment's", async () => {
    setEnv({ SESSION_SECRET: "a-session-secret-for-this-test", WHATSAPP_ACCESS_TOKEN: "not-a-valid-token" });
    await rotateAccessToken(phoneNumberId, "EAAtest-access-token");
    const { accessTokenEncrypted: sealed } = await prisma().integration.findFirstOrThrow({
      where: { phoneNumberId },
    });
    expect(sealed).not.toContain("EAA");
    expect(await listIntegrations()).toMatchObject([{ phoneNumberId, token: "stored" }]);
    const { claim } = await claimed();
    expect(await sendReply(claim, textReply("answer"))).toMatchObject({ kind: "sent" });
    await prisma().integration.updateMany({ data: { accessTokenEncrypted: null } });
  });
});

describe("what forbids a send is looked at in the statement that begins it", () => {
  const update = (jobId: number, set: string) =>
    rows(
      `UPDATE "Conversation" c SET ${set} FROM "OutboundJob" j WHERE j."conversationId" = c.id AND j.id = $1`,
      [jobId],
    );

  it("a person who took over meanwhile", async () => {
    const { claim } = await claimed();
    await update(claim.job.id, `mode = 'HUMAN'`);
    expect(await sendReply(claim, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "human" });
  });

  it("a newer message of the customer", async () => {
    const { from, claim } = await claimed();
    await customerWrites(phoneNumberId, from, "one more thing");
    expect(await sendReply(claim, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "superseded" });
  });

  it("the closed window", async () => {
    const { claim } = await claimed();
    await update(claim.job.id, `"lastInboundAt" = now() - interval '24 hours 1 second'`);
    expect(await sendReply(claim, textReply("answer"))).toEqual({
      kind: "not_begun",
      verdict: "window_closed",
    });
  });

  it("a customer who does not want to be written to", async () => {
    const { from, claim } = await claimed();
    await rows(`UPDATE "Contact" SET "optedOutAt" = now() WHERE phone = $1`, [from]);
    expect(await sendReply(claim, textReply("answer"))).toEqual({ kind: "not_begun", verdict: "opted_out" });
  });

  it("keeps the reply as a draft that can be looked at", async () => {
    const { claim } = await claimed();
    await update(claim.job.id, `mode = 'HUMAN'`);
    await sendReply(claim, textReply("never sent"));
    const drafts = await rows<{ reply: { parts: string[] } }>(
      `SELECT reply FROM "OutboundJob" WHERE id = $1`,
      [claim.job.id],
    );
    expect(drafts[0]?.reply.parts).toEqual(["never sent"]);
    expect(await sendsOf(claim.job.id)).toEqual([]);
  });
});

describe("a call whose outcome is not known", () => {
  it("is not repeated under its key, and the attempt to repeat it changes nothing", async () => {
    const { from, wamid, claim } = await claimed();
    await loseAnswer(simulator.meta, claim, "accept-then-cut");
    // As if somebody had put it back into the queue by hand.
    await rows(`UPDATE "OutboundJob" SET status = 'queued', "uncertainAt" = NULL WHERE id = $1`, [
      claim.job.id,
    ]);
    const before = await stateOf(wamid);
    const again = await claimOne();

    const handover = { ...textReply("once more"), handover: { reason: "a person is wanted" } };
    expect(await sendReply(again, handover)).toEqual({ kind: "not_begun", verdict: "unknown" });

    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(1);
    expect(await stateOf(wamid)).toEqual(before);
  });

  const stateOf = (wamid: string) =>
    rows(
      `SELECT c.mode, c."pairFullAt", l.status, l.attempts FROM "OutboundJob" j
       JOIN "Conversation" c ON c.id = j."conversationId" JOIN "OutboundMessageLog" l ON l."jobId" = j.id
       WHERE j."inboundProviderMessageId" = $1`,
      [wamid],
    );
});

describe("what a call without a clear answer means", () => {
  it.each([
    ["the connection is cut after Meta accepted", { type: "accept-then-cut" }, 1],
    ["the answer is truncated", { type: "accept-then-truncate" }, 1],
    ["a proxy answers 502 although Meta accepted", { type: "accept-then-http-error", status: 502 }, 1],
    ["Meta accepts and never answers", { type: "accept-then-hang" }, 1],
    ["the connection is cut before Meta accepted", { type: "cut-before-accept" }, 0],
    ["nobody ever answers", { type: "hang" }, 0],
    ["a proxy answers 500 with nothing of Graph's", { type: "http-error", status: 500 }, 0],
  ] satisfies [string, SendFault, number][])("unknown when %s", async (_, action, acceptedByMeta) => {
    setEnv({ SEND_TIMEOUT_MS: "400" });
    const { from, claim } = await claimed();
    await fault(from, action);

    const result = await sendReply(claim, textReply("answer"));

    expect(result.kind).toBe("unknown");
    expect(await simulator.meta.effects({ recipient: from })).toHaveLength(acceptedByMeta);
  });

  it.each([
    ["Graph refuses the recipient", { type: "refuse", code: 131026 }, "131026", "recipient"],
    ["Graph is overloaded and says so", { type: "refuse", code: 131016 }, "131016", "transient"],
    ["the token has expired", { type: "refuse", code: 190 }, "190", "credentials"],
    ["a firewall answers 403", { type: "http-error", status: 403, body: "<html>" }, "HTTP_403", "transient"],
  ] satisfies [string, SendFault, string, string][])(
    "refused when %s",
    async (_, action, code, errorClass) => {
      const { from, claim } = await claimed();
      await fault(from, action);
      const result = await sendReply(claim, textReply("answer"));
      expect(result).toMatchObject({ kind: "refused", refused: { code, class: errorClass } });
      expect(await simulator.meta.effects({ recipient: from })).toEqual([]);
    },
  );

  it("refused, not unknown, when nobody listens: nothing has left this process", async () => {
    setEnv({ WHATSAPP_API_URL: "http://127.0.0.1:9" });
    const { claim } = await claimed();
    expect(await sendReply(claim, textReply("answer"))).toMatchObject({
      kind: "refused",
      refused: { code: "NOT_SENT" },
    });
  });
});

describe("a retry after a refusal", () => {
  it("uses the same ledger row and the same message", async () => {
    const { from, claim } = await claimed();
    await fault(from, { type: "refuse", code: 131000 });
    const refused = await sendReply(claim, textReply("answer"));
    if (refused.kind !== "refused") throw new Error(refused.kind);
    await endClaim({
      job: claim.job,
      end: { to: "queued", delayMs: 0, code: "131000", error: "again", countAttempt: true },
      call: { ledgerId: refused.ledgerId, part: 1, outcome: "refused", httpStatus: 500 },
    });
    expect(await sendsOf(claim.job.id)).toMatchObject([{ status: "refused", settledBy: "answer" }]);

    const again = await claimOne();
    expect(await sendReply(again, textReply("answer"))).toMatchObject({ kind: "sent" });

    expect(await sendsOf(claim.job.id)).toMatchObject([
      { id: refused.ledgerId, status: "accepted", attempts: 2 },
    ]);
    expect(await repliesTo(from)).toHaveLength(1);
  });
});
