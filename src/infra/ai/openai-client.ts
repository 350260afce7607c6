// What all calls of OpenAI's protocol have in common: the client, the name a call has there, and what its failures are called here.

import OpenAI, { APIError } from "openai";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";

/** Without the package's own retries: a second provider or a later attempt of the job is the better retry. Its time limit is the caller's. */
export function createClient(apiKey: string | undefined, baseURL: string): OpenAI {
  return new OpenAI({ apiKey, baseURL, maxRetries: 0, logLevel: "off" });
}

/** OpenAI itself, for what only it is asked: embeddings and transcriptions. */
export function openAi(): OpenAI {
  return oncePerProcess("openai-client", () => createClient(env().OPENAI_API_KEY, env().OPENAI_BASE_URL));
}

/** OpenAI API reference, "Debugging requests": what they have logged can be found by it. `callId` is AiUsage.id. */
export function requestHeaders(callId: number): { "X-Client-Request-Id": string } {
  return { "X-Client-Request-Id": `replyonce-${callId}` };
}

/** Of what the package throws when nobody has ended the call. Its code alone is told: some messages quote the key. */
export function errorCodeOf(error: unknown): string {
  if (error instanceof APIError) return error.status ? `HTTP_${error.status}` : "CONNECTION";
  return "MALFORMED";
}
