import { afterEach, describe, expect, it } from "vitest";
import {
  type Claim,
  claimJobs,
  endClaim,
  handBack,
  reconcileUncertainJobs,
  rescueExpiredJobs,
  takeOver,
} from "@/domain/outbound";
import { beginSend } from "@/domain/outbound/begin-sends";
import { recordAcceptance } from "@/domain/outbound/record-acceptance";
import {
  claimOne,
  createIntegration,
  customerWrites,
  emptyQueue,
  expireLease,
  jobOf,
  newCustomer,
  receive,
  textReply,
} from "../../support/factories";
import { ownDatabase, rows } from "../../support/own-database";
import { newWamid, status } from "../../support/wire";

ownDatabase();
afterEach(emptyQueue);

const actor = "user:agent";

async function claimed() {
  const { phoneNumberId } = await createIntegration();
  const from = newCustomer();
  const [wamid = ""] = await customerWrites(phoneNumberId, from, "question");
  return { phoneNumberId, from, wamid, claim: await claimOne() };
}

function begin({ job, turn }: Claim, ...parts: string[]) {
  const seen = { seenCount: turn.inboundCount, answeredJobIds: turn.waitingJobIds };
  return beginSend({ job, reply: textReply(...parts), part: 1, mayBeSuperseded: true, ...seen });
}

function accepted({ job }: Claim, ledgerId: string) {
  return recordAcceptance({ job, ledgerId, providerMessageId: newWamid() });
}

/** The jobs of a message that wait for their turn. */
function waitingFor(wamid: string) {
  return rows(`SELECT id FROM "OutboundJob" WHERE "inboundProviderMessageId" = $1 AND status = 'queued'`, [
    wamid,
  ]);
}

async function begun(claim: Claim, ...parts: string[]): Promise<string> {
  const verdict = await begin(claim, ...parts);
  if (verdict.verdict !== "send") throw new Error(verdict.verdict);
  return verdict.ledgerId;
}

/** Lets the policy send again what is uncertain. */
async function resend(jobId: number): Promise<void> {
  await rows(`UPDATE "OutboundJob" SET "uncertainAt" = now() - interval '11 minutes' WHERE id = $1`, [jobId]);
  expect(await reconcileUncertainJobs()).toEqual({ resent: 1, held: 0 });
}

describe("nobody is left behind", () => {
  it("when a runner dies while it sends again what a receipt has just settled", async () => {
    const { phoneNumberId, from, wamid, claim } = await claimed();
    const first = await begun(claim, "part one", "part two");
    await expireLease(claim.job.id);
    await rescueExpiredJobs();
    await resend(claim.job.id);
    const again = await claimOne();
    await begun(again, "part one", "part two");
    await receive(phoneNumberId, {
      statuses: [status(newWamid(), "sent", { biz_opaque_callback_data: first })],
    });
    expect(await jobOf(wamid)).toMatchObject({ status: "running", partsSent: 1 });

    await expireLease(claim.job.id); // The second call reached nobody: no receipt will ever tell of it.
    await rescueExpiredJobs();
    await customerWrites(phoneNumberId, from, "are you there?");

    // Part two was never begun: nothing is uncertain, and neither it nor the next message may wait for ever.
    expect(await jobOf(wamid)).toMatchObject({ status: "queued", partsSent: 1 });
    expect(await claimJobs(10)).toMatchObject([{ job: { id: claim.job.id, partsSent: 1 } }]);
  });

  it("when a person hands back just before a runner ends a claim because of that person", async () => {
    const { wamid, claim } = await claimed();
    const { conversationId } = claim.job;
    await takeOver({ conversationId, actor });
    expect(await begin(claim, "answer")).toEqual({ verdict: "human" });
    await handBack({ conversationId, actor }); // The job is still running: there is nothing to take up yet.

    const end = { to: "cancelled", code: "HUMAN_TAKEOVER", error: "A person has taken over" } as const;
    await endClaim({ job: claim.job, end });

    // The bot speaks again, and nobody else will answer.
    expect(await jobOf(wamid)).toMatchObject({ status: "queued" });
  });

  it("when a person takes over and hands back while a reply that Meta has refused once is tried again", async () => {
    const { phoneNumberId, from, wamid, claim } = await claimed();
    const [second = ""] = await customerWrites(phoneNumberId, from, "another question");
    const { conversationId } = claim.job;
    const first = { ...claim, turn: { ...claim.turn, inboundCount: claim.turn.inboundCount + 1 } };
    const ledgerId = await begun(first, "answer");
    const call = { ledgerId, part: 1, outcome: "refused", httpStatus: 500 } as const;
    const later = { to: "queued", delayMs: 0, code: "131000", error: "Again", countAttempt: true } as const;
    await endClaim({ job: claim.job, end: later, call });
    const again = await claimOne();

    await takeOver({ conversationId, actor });
    expect(await jobOf(second)).toMatchObject({ status: "cancelled", errorCode: "HUMAN_TAKEOVER" });
    // What was refused has said nothing: the second question is as unanswered as it was.
    expect(await handBack({ conversationId, actor })).toBe(1);
    expect(await waitingFor(second)).toHaveLength(1);

    // The reply that is under way has read both questions, and answers both.
    expect(again.turn.waitingJobIds).toHaveLength(1);
    await accepted(again, await begun(again, "answer to both"));
    expect(await jobOf(wamid)).toMatchObject({ status: "done" });
    expect(await waitingFor(second)).toEqual([]);
    expect(await claimJobs(10)).toEqual([]);
  });
});
