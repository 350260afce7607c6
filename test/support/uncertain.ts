import { type Claim, endClaim } from "@/domain/outbound";
import type { ControlClient } from "@/simulator";
import { sendReply, textReply } from "./factories";
import { metaDoes } from "./refusals";

/** Sends a reply whose answer is lost on the way back, so that its job becomes uncertain. */
export async function loseAnswer(
  meta: ControlClient,
  claim: Claim,
  type: "accept-then-cut" | "cut-before-accept",
): Promise<void> {
  await metaDoes(meta, { type }, { to: claim.turn.customer.phone ?? "", times: 1 });
  const result = await sendReply(claim, textReply("answer"));
  if (result.kind !== "unknown") throw new Error(result.kind);
  const call = { ledgerId: result.ledgerId, part: 1, outcome: "unknown" as const, httpStatus: null };
  await endClaim({ job: claim.job, end: { to: "uncertain", error: result.reason }, call });
}
