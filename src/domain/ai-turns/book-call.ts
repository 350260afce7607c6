import { costMicroUsd, estimateMicroUsd } from "@/infra/ai/model-price";
import { AppError } from "@/lib/errors";
import { beginCall, type CallPurpose } from "./begin-call";
import { readBudgets } from "./budgets";
import { endCall } from "./end-call";

export interface CallToBook {
  organizationId: string;
  purpose: CallPurpose;
  provider: string;
  model: string;
  /** What is set aside: about how many tokens go in. */
  inputTokensEstimate?: number;
  jobId?: number;
  turnId?: string;
  contactId?: number;
}

export interface BookedWork<T> {
  value: T;
  inputTokens: number;
  outputTokens: number;
  errorCode: string | null;
}

/**
 * Makes a call of an AI that is no step of a turn (an embedding, a transcription) and books it, before and after.
 * `work` is given the call's id for the provider (X-Client-Request-Id). @throws BUDGET_USED_UP, and what `work` throws: then
 * nobody knows what it came to, and the estimate stays.
 */
export async function bookCall<T>(
  call: CallToBook,
  work: (callId: number) => Promise<BookedWork<T>>,
): Promise<T> {
  const { model, jobId = null, turnId = null, contactId = null } = call;
  const estimatedMicroUsd = estimateMicroUsd(model, call.inputTokensEstimate ?? 1_000, 0);
  const { organizationId, purpose, provider } = call;
  const budgets = await readBudgets(organizationId);
  const named = { organizationId, purpose, provider, model, jobId, turnId, contactId };
  const begun = await beginCall({ ...named, estimatedMicroUsd, budgets, turn: null, leaseToken: null });
  if (begun.verdict !== "ask")
    throw new AppError("BUDGET_USED_UP", "The day's budget for AI is used up, nothing was asked");
  const { callId } = begun;
  const startedAt = performance.now();
  const end = { callId, cachedTokens: 0, turn: null, jobId: null, leaseToken: null };
  const elapsed = () => Math.round(performance.now() - startedAt);
  try {
    const { value, inputTokens, outputTokens, errorCode } = await work(callId);
    const tokens = { inputTokens, outputTokens, cachedTokens: 0 };
    const cost = costMicroUsd(model, tokens);
    const charged = errorCode === null ? (cost ?? estimateMicroUsd(model, inputTokens, outputTokens)) : null;
    await endCall({
      ...end,
      ...tokens,
      costMicroUsd: cost,
      chargedMicroUsd: charged,
      elapsedMs: elapsed(),
      errorCode,
    });
    return value;
  } catch (error) {
    // A call that has ended stays as it ended.
    const nothing = { inputTokens: 0, outputTokens: 0, costMicroUsd: null, chargedMicroUsd: null };
    await endCall({ ...end, ...nothing, elapsedMs: elapsed(), errorCode: "FAILED" });
    throw error;
  }
}
