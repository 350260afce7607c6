import { toFile } from "openai";
import { circuit, type Health } from "@/infra/circuit/circuit";
import { env } from "@/lib/env";
import { errorCodeOf, openAi, requestHeaders } from "./openai-client";

export interface Transcribed {
  /** Null when there was no usable answer; empty when nobody says anything. */
  text: string | null;
  inputTokens: number;
  outputTokens: number;
  errorCode: string | null;
}

interface Sound {
  bytes: Buffer;
  mimeType: string;
}

interface TranscribeOptions {
  model: string;
  /** AiUsage.id, for the provider's own log. */
  callId: number;
  signal: AbortSignal;
}

/** OpenAI, API reference, "Create transcription": 25 MB. */
export const TRANSCRIBED_BYTES_MAX = 25 * 1024 * 1024;

/** The formats it takes (same page), by what the bytes say they are; WhatsApp's voice notes are Ogg. */
const extensions: Record<string, string> = {
  "audio/ogg": "ogg",
  "audio/opus": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/x-m4a": "m4a",
  "video/mp4": "mp4",
};

/** The model voice notes are written down with; null where that is not configured. */
export function transcriptionModel(): string | null {
  const { OPENAI_API_KEY, OPENAI_TRANSCRIPTION_MODEL = null } = env();
  return OPENAI_API_KEY ? OPENAI_TRANSCRIPTION_MODEL : null;
}

export function canTranscribe(mimeType: string): boolean {
  return mimeType in extensions;
}

/** Asks once what is said in a sound. Never throws for the provider: no answer is an answer too. */
export async function transcribe(
  sound: Sound,
  { model, callId, signal }: TranscribeOptions,
): Promise<Transcribed> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(env().AI_TIMEOUT_MS)]);
  const answer = await circuit("transcription").call(
    () => ask(sound, { model, callId, limit, callers: signal }),
    healthOf,
  );
  return answer === "open" ? failed("CIRCUIT_OPEN") : answer;
}

async function ask(
  { bytes, mimeType }: Sound,
  {
    model,
    callId,
    limit,
    callers,
  }: { model: string; callId: number; limit: AbortSignal; callers: AbortSignal },
): Promise<Transcribed> {
  try {
    const file = await toFile(bytes, `voice.${extensions[mimeType] ?? "ogg"}`, { type: mimeType });
    const { text, usage } = await openAi().audio.transcriptions.create(
      { file, model },
      { signal: limit, headers: requestHeaders(callId) },
    );
    if (typeof text !== "string") return failed("MALFORMED");
    // Some models are paid by the minute: what those cost is not known here.
    const tokens = usage?.type === "tokens" ? usage : { input_tokens: 0, output_tokens: 0 };
    return { text, inputTokens: tokens.input_tokens, outputTokens: tokens.output_tokens, errorCode: null };
  } catch (error) {
    if (callers.aborted) return failed("ABORTED");
    if (limit.aborted) return failed("TIMEOUT");
    return failed(errorCodeOf(error));
  }
}

function failed(errorCode: string): Transcribed {
  return { text: null, inputTokens: 0, outputTokens: 0, errorCode };
}

function healthOf({ errorCode }: Transcribed): Health {
  if (errorCode === null) return "good";
  return ["ABORTED", "HTTP_400", "HTTP_413"].includes(errorCode) ? "neither" : "bad";
}
