// What is said in voice notes, written down by a machine where OPENAI_TRANSCRIPTION_MODEL is set. The answer waits for it, but
// not for long: a file that is not here in time, or that nobody can write down, is one the bot says it cannot hear.

import { setTimeout as delay } from "node:timers/promises";
import { bookCall } from "@/domain/ai-turns";
import { canTranscribe, TRANSCRIBED_BYTES_MAX, transcribe, transcriptionModel } from "@/infra/ai/transcribe";
import { run } from "@/infra/database/statement";
import { mediaStorage } from "@/infra/storage/media-storage";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { storableText } from "@/lib/storable-text";

interface Asked {
  organizationId: string;
  jobId: number;
  contactId: number;
  /** Of messages with a sound nobody has written down yet. */
  messageIds: number[];
  signal: AbortSignal;
}

interface SoundRow extends Record<string, unknown> {
  id: string;
  messageId: number;
  status: string;
  storageKey: string | null;
  mimeType: string | null;
  sizeBytes: number | null;
}

const TRANSCRIPT_MAX = 12_000;
/** How long an answer waits for files that are still on their way from Meta. */
const FILE_WAIT_MS = 10_000;
const LOOK_EVERY_MS = 200;
/** About what a minute of speech costs in tokens; only set aside until the real number is known. */
const TOKENS_ESTIMATE = 1_500;

const sounds = {
  name: "sounds_to_transcribe",
  text: `
  SELECT id, "messageId", status, "storageKey", "detectedMimeType" AS "mimeType", "sizeBytes"
  FROM "MediaAsset" WHERE "messageId" = ANY ($1) AND "organizationId" = $2 AND kind IN ('voice', 'audio')
    AND transcript IS NULL`,
};

/** The first that was written down stays: a replayed turn reads the same. */
const written = {
  name: "transcript_written",
  text: `
  UPDATE "MediaAsset" SET transcript = coalesce(transcript, $2) WHERE id = $1 RETURNING transcript`,
};

/** @returns what is said, by message; without those of which it is not known. */
export async function transcribeVoiceNotes(asked: Asked): Promise<Map<number, string>> {
  const heard = new Map<number, string>();
  const model = transcriptionModel();
  if (!model || asked.messageIds.length === 0) return heard;
  for (const row of await whenStored(asked)) {
    const transcript = await transcribeOne(row, model, asked);
    if (transcript !== null) heard.set(row.messageId, transcript);
  }
  return heard;
}

async function whenStored({ messageIds, organizationId, signal }: Asked): Promise<SoundRow[]> {
  const endsAt = performance.now() + FILE_WAIT_MS;
  for (;;) {
    const rows = await run<SoundRow>(sounds, [messageIds, organizationId]);
    const isWaiting = rows.some(({ status }) => status === "pending");
    if (!isWaiting || signal.aborted || performance.now() >= endsAt)
      return rows.filter(({ status }) => status === "stored");
    await delay(LOOK_EVERY_MS);
  }
}

async function transcribeOne(row: SoundRow, model: string, asked: Asked): Promise<string | null> {
  const { id, storageKey, mimeType, sizeBytes } = row;
  if (!storageKey || !mimeType || !canTranscribe(mimeType)) return null;
  if (sizeBytes === null || sizeBytes > TRANSCRIBED_BYTES_MAX) return null;
  const { organizationId, jobId, contactId, signal } = asked;
  const call = { organizationId, jobId, contactId, purpose: "transcription" as const };
  const named = { ...call, provider: "openai", model, inputTokensEstimate: TOKENS_ESTIMATE };
  try {
    const bytes = await readWhole(storageKey);
    const text = await bookCall(named, async (callId) => {
      const { text, ...booked } = await transcribe({ bytes, mimeType }, { model, callId, signal });
      return { value: text, ...booked };
    });
    if (text === null) return null;
    const [stored] = await run<{ transcript: string }>(written, [
      id,
      storableText(text.trim()).slice(0, TRANSCRIPT_MAX).toWellFormed(),
    ]);
    return stored?.transcript ?? null;
  } catch (error) {
    // Neither a file that is gone nor a budget that is used up keeps the customer from an answer.
    log("warn", "[MEDIA] Not transcribed", { assetId: id, jobId, error: describeError(error) });
    return null;
  }
}

async function readWhole(storageKey: string): Promise<Buffer> {
  const stream = await mediaStorage().open(storageKey);
  if (!stream) throw new Error("A stored file is not in the storage");
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks);
}
