import type { WireAccountValue } from "@/infra/whatsapp/webhook-schema";

/** Meta, throughput: what a number may send in a second once it is upgraded. */
const UPGRADED_PER_SECOND = 1_000;

/**
 * What a number's quality event says of it (Meta, webhooks/reference/phone_number_quality_update). FLAGGED: its quality is
 * low. UNFLAGGED: it is not any more; medium is the least that this can mean.
 */
const ratings: Record<string, string | undefined> = { FLAGGED: "RED", UNFLAGGED: "YELLOW" };
const knownRatings = new Set(["GREEN", "YELLOW", "RED", "UNKNOWN"]);

export function readNumberState(field: string, { event, quality_rating: told }: WireAccountValue) {
  if (field !== "phone_number_quality_update") return { qualityRating: null, sendsPerSecond: null };
  const rating = told !== undefined && knownRatings.has(told) ? told : ratings[event ?? ""];
  return {
    qualityRating: rating ?? null,
    sendsPerSecond: event === "THROUGHPUT_UPGRADE" ? UPGRADED_PER_SECOND : null,
  };
}
