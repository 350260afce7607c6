import type { ControlClient } from "@/simulator";
import { rows } from "./own-database";

type BilledCall = Awaited<ReturnType<ControlClient["aiCalls"]>>[number];

interface Booked extends Record<string, unknown> {
  id: number;
  inputTokens: number;
  outputTokens: number;
  cachedTokens: number;
  errorCode: string | null;
  isEstimated: boolean;
}

/**
 * What the AIs have billed and our books do not explain: each call must have a row of AiUsage of its own, named by the id the
 * call carried. One that was answered has the same tokens; one that broke off says so, and has its estimate.
 */
export async function unexplainedBills(calls: BilledCall[]): Promise<string[]> {
  const booked = await rows<Booked>(
    `SELECT id, "inputTokens", "outputTokens", "cachedTokens", "errorCode",
       "estimatedMicroUsd" IS NOT NULL AND ("endedAt" IS NULL OR "errorCode" IS NOT NULL) AS "isEstimated"
     FROM "AiUsage"`,
  );
  const byId = new Map(booked.map((row) => [`replyonce-${row.id}`, row]));
  return calls.flatMap((call) => {
    if (!call.billed) return [];
    const row = byId.get(call.clientRequestId ?? "");
    byId.delete(call.clientRequestId ?? "");
    if (!row) return [`${call.id} is in no book of ours, or twice`];
    if (row.isEstimated) return [];
    const { inputTokens, outputTokens, cachedTokens } = row;
    const same =
      inputTokens === call.billed.inputTokens &&
      outputTokens === call.billed.outputTokens &&
      cachedTokens === call.billed.cachedTokens;
    return same
      ? []
      : [`${call.id}: ${JSON.stringify(call.billed)} was billed, ${JSON.stringify(row)} is booked`];
  });
}
