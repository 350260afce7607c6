// One attempt to have one file: look up where it is, fetch it, look at what it is, store it, say so. Until the last step
// nothing can be seen of it from outside but a scratch file; a crash leaves that, or a stored file that the next attempt
// overwrites.

import { rm } from "node:fs/promises";
import { integrationToken } from "@/domain/integrations";
import { logFailure } from "@/infra/database/log-failure";
import { describeSound } from "@/infra/media/describe-sound";
import { detectType } from "@/infra/media/detect-type";
import { fetchMedia } from "@/infra/media/fetch-media";
import { lookUpMedia } from "@/infra/media/look-up-media";
import { findMediaError, MediaError } from "@/infra/media/media-error";
import { type Measured, toHexSha256, tooLarge } from "@/infra/media/meter";
import { metrics } from "@/infra/monitoring/metrics";
import { mediaStorage } from "@/infra/storage/media-storage";
import { newScratchPath } from "@/infra/storage/scratch";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { elapsedSince, log } from "@/lib/logger";
import type { MediaClaim } from "./claim-media";
import { ATTEMPTS_MAX, judgeFailure } from "./judge-failure";
import { hasDuration, maxBytesToTake, mayCome, toMediaKind } from "./media-kind";
import { handBackMedia, type StoredMedia, settleStored, settleUnstored } from "./settle-media";

export type DownloadOutcome = "stored" | "retried" | "rejected" | "failed" | "handed_back" | "lost";

/** @param signal Ends it; its reason is a MediaError. @throws what the database throws: the lease then ends by itself. */
export async function downloadOne(claim: MediaClaim, signal: AbortSignal): Promise<DownloadOutcome> {
  const startedAt = performance.now();
  const outcome = await attempt(claim, signal);
  metrics().mediaDownloads.inc({ outcome });
  if (outcome === "stored")
    log("info", "[MEDIA] Stored", { assetId: claim.id, elapsed: elapsedSince(startedAt) });
  return outcome;
}

async function attempt(claim: MediaClaim, signal: AbortSignal): Promise<DownloadOutcome> {
  let path: string | undefined;
  let file: StoredMedia;
  try {
    // Attempts that told nothing: processes died of them, and this one may be next.
    if (claim.attempts > ATTEMPTS_MAX)
      throw new MediaError("ABANDONED", "Its downloads ended without a word");
    path = await scratchPath();
    file = await fetchAndJudge(claim, path, signal);
    await store(claim, { ...file, path }, signal);
  } catch (thrown) {
    const cause = findMediaError(thrown);
    return await settleFailure(
      claim,
      cause ?? new MediaError("INTERNAL", describeError(thrown), { cause: thrown }),
    );
  } finally {
    if (path) await rm(path, { force: true });
  }
  if (!(await settleStored(claim, file))) return "lost";
  metrics().mediaBytes.inc(file.sizeBytes);
  return "stored";
}

async function settleFailure(claim: MediaClaim, error: MediaError): Promise<DownloadOutcome> {
  const { code } = error;
  if (code === "STOPPED") {
    await handBackMedia(claim);
    return "handed_back";
  }
  const verdict = judgeFailure(claim, error);
  await settleUnstored(claim, verdict, error);
  const fields = { assetId: claim.id, code, attempt: claim.attempts, status: verdict.status };
  // The storage and the code are ours: whoever operates them has to know. All else is between Meta and one file.
  if (code === "STORAGE") logFailure("[MEDIA] The storage does not take a file", error, fields);
  else if (code === "INTERNAL") logFailure("[MEDIA] Download failed", error, fields);
  else log("warn", "[MEDIA] Not downloaded", { ...fields, error: describeError(error) });
  return verdict.status === "pending" ? "retried" : verdict.status;
}

async function fetchAndJudge(claim: MediaClaim, path: string, signal: AbortSignal): Promise<StoredMedia> {
  const kind = toMediaKind(claim.kind);
  const measured = await fetchWhole(claim, path, signal);
  if (measured.sizeBytes === 0) throw new MediaError("EMPTY", "There is nothing in it");
  const detectedMimeType = await detectType(path, claim.mimeType);
  if (!mayCome(kind, detectedMimeType))
    throw new MediaError("TYPE_MISMATCH", `Announced as ${kind}, is ${detectedMimeType}`);
  const durationMs = hasDuration(kind) ? (await describeSound(path)).durationMs : null;
  return { ...measured, detectedMimeType, durationMs };
}

/** Both steps, and both again when the address did not hold long enough. */
async function fetchWhole(claim: MediaClaim, path: string, signal: AbortSignal): Promise<Measured> {
  try {
    return await fetchOnce(claim, path, signal);
  } catch (error) {
    if (findMediaError(error)?.code !== "URL_EXPIRED") throw error;
    return await fetchOnce(claim, path, signal);
  }
}

async function fetchOnce(claim: MediaClaim, path: string, signal: AbortSignal): Promise<Measured> {
  const { providerMediaId, phoneNumberId } = claim;
  if (!providerMediaId) throw new MediaError("NO_MEDIA_ID", "Meta has not said which file it is");
  const maxBytes = maxBytesToTake();
  const with_ = { accessToken: tokenOf(claim), idleMs: env().MEDIA_IDLE_TIMEOUT_MS, signal };
  const said = await lookUpMedia({ ...with_, providerMediaId, phoneNumberId });
  if (said.file_size !== undefined && said.file_size > maxBytes) throw tooLarge(maxBytes);
  const measured = await fetchMedia({ ...with_, url: said.url, path, maxBytes });
  const expected = claim.sha256 ?? toHexSha256(said.sha256);
  if (expected !== undefined && expected !== measured.sha256)
    throw new MediaError("HASH_MISMATCH", "Its bytes are not those that Meta has announced");
  if (expected === undefined && said.file_size !== undefined && said.file_size !== measured.sizeBytes)
    throw new MediaError("SIZE_MISMATCH", `${measured.sizeBytes} bytes instead of ${said.file_size}`);
  return measured;
}

function tokenOf(claim: MediaClaim): string {
  try {
    return integrationToken({ ...claim, id: claim.integrationId });
  } catch (cause) {
    throw new MediaError("CREDENTIALS", describeError(cause), { cause });
  }
}

async function scratchPath(): Promise<string> {
  try {
    return await newScratchPath(mediaStorage());
  } catch (cause) {
    throw new MediaError("STORAGE", describeError(cause), { cause });
  }
}

async function store({ storageKey }: MediaClaim, file: StoredMedia & { path: string }, signal: AbortSignal) {
  try {
    await mediaStorage().store(storageKey, file, signal);
  } catch (cause) {
    throw new MediaError("STORAGE", describeError(cause), { cause });
  }
}
