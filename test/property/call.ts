// The call of a send, and what a runner writes down after it.

import { pauseIntegration, stopIntegration } from "@/domain/integrations";
import { decideAfterRefusal, type EndOfClaim, endClaim, readablePart } from "@/domain/outbound";
import type { SendVerdict } from "@/domain/outbound/begin-sends";
import { sendKey } from "@/domain/outbound/outbound-job";
import { recordAcceptance } from "@/domain/outbound/record-acceptance";
import { env } from "@/lib/env";
import type { Call } from "./fake-meta";
import { hear, type Meta, stopped } from "./luck";
import type { Ending, Model, Runner } from "./model";
import { checkAcceptance } from "./rules/check-acceptance";
import { readText } from "./words";
import type { World } from "./world";

type Begun = Extract<SendVerdict, { verdict: "send" }>;

/** Notes that the product has declared a call. */
export function beginCall(model: Model, runner: Runner, { ledgerId, messageRowId }: Begun): Call {
  const { job, part, draft } = runner;
  const parts = draft?.reply.parts ?? [];
  runner.begunAt = model.clock;
  return model.meta.begin({
    ledgerId,
    key: sendKey(job, part),
    jobId: job.id,
    messageId: messageRowId,
    conversationId: job.conversationId,
    author: job.author,
    part,
    parts: parts.length,
    ...readText(readablePart(parts[part - 1] ?? "") ?? ""),
  });
}

/** Makes the call, unless it is too late for it: the lease has to outlive the call. */
export function call({ model }: World, runner: Runner, meta: Meta): void {
  const { name, call: made } = runner;
  if (!made) throw new Error("No call was begun");
  const { JOB_LEASE_SECONDS, SEND_TIMEOUT_MS } = env();
  runner.stage = "called";
  if (model.clock - runner.begunAt > JOB_LEASE_SECONDS - SEND_TIMEOUT_MS / 1_000) {
    model.tell(`${name} notices that it is too late to call`);
    runner.outcome = stopped();
    made.deed = "refused";
    return;
  }
  model.tell(`${name} calls Meta, which ${meta}`);
  if (meta.startsWith("accepts")) {
    model.meta.accept(made);
    checkAcceptance(model, made);
  } else made.deed = "refused";
  runner.outcome = hear(meta, made.wamid);
}

/** Writes down what came of the call. */
export async function writeDown(world: World, runner: Runner): Promise<void> {
  const { call: made, outcome, job, part } = runner;
  if (!made || !outcome) throw new Error("No call was made");
  if (outcome.kind === "accepted") return await recordAccepted(world, runner, made);
  const fact = { ledgerId: made.ledgerId, part, outcome: outcome.kind };
  if (outcome.kind === "unknown")
    return await endWith(world, runner, {
      end: { to: "uncertain", error: outcome.reason },
      call: { ...fact, outcome: "unknown", httpStatus: outcome.httpStatus },
    });
  const limits = { attemptsMax: env().JOB_MAX_ATTEMPTS, baseMs: env().JOB_RETRY_BASE_MS };
  const refusals = { attempts: job.attempts, pairRefusals: runner.turn.pairRefusals, wasOutsideWindow: true };
  const { end, number, isPairRefusal } = decideAfterRefusal(refusals, outcome, limits);
  const { code } = outcome;
  if (number?.to === "pause")
    await pauseIntegration({ ...number, integrationId: world.model.number.id, code });
  if (number?.to === "stop")
    await stopIntegration({ integration: runner.turn.integration, code, reason: "refused" });
  world.model.meta.tell(made);
  const notification =
    end.to === "failed" ? { kind: "JOB_FAILED", title: "Not answered", body: end.code } : undefined;
  await endWith(world, runner, {
    end,
    call: { ...fact, outcome: "refused", httpStatus: outcome.httpStatus },
    isPairRefusal,
    notification,
  });
}

async function recordAccepted(world: World, runner: Runner, made: Call): Promise<void> {
  const { name, job, part } = runner;
  let lease: string | undefined;
  await world.act(`${name} records that Meta has accepted part ${part}`, async () => {
    const fact = { job, ledgerId: made.ledgerId, providerMessageId: made.wamid ?? "" };
    ({ lease } = await recordAcceptance(fact));
    world.model.meta.tellAccepted(made);
    world.model.tellMore(`: ${lease}`);
    return { kind: "recorded", runner };
  });
  runner.part += 1;
  runner.call = null;
  const isFinished = runner.part > (runner.draft?.reply.parts.length ?? 0);
  runner.stage = lease === "lease_lost" || isFinished ? "over" : "thought";
}

/** Ends the claim of a runner. */
export async function endWith(world: World, runner: Runner, ending: Ending): Promise<void> {
  const { name, job } = runner;
  runner.stage = "over";
  const code = "code" in ending.end ? ` (${ending.end.code})` : "";
  await world.act(`${name} ends its claim: ${ending.end.to}${code}`, async () => {
    const result = await endClaim({ job, ...ending } satisfies EndOfClaim);
    world.model.tellMore(` → ${result}`);
    return { kind: "ended", runner, ending };
  });
}
