// A question to Meta's Graph API that changes nothing: templates, numbers, subscriptions. It may be asked again at will, so
// what is known of a failed call is only its reason.

import { request } from "undici";
import { env } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { parseJson } from "@/lib/parse-json";
import type { GraphAnswer } from "./graph-call";

export interface GraphQuestion {
  /** After the version, such as `<account id>/message_templates`. */
  path: string;
  accessToken: string;
  query?: Record<string, string>;
  /** Milliseconds for connecting, asking and reading the whole answer. */
  timeoutMs: number;
}

/** Never throws: every failure is one of the answers. */
export async function getGraph({
  path,
  accessToken,
  query = {},
  timeoutMs,
}: GraphQuestion): Promise<GraphAnswer> {
  const { WHATSAPP_API_URL, WHATSAPP_API_VERSION } = env();
  const url = new URL(`${WHATSAPP_API_URL}/${WHATSAPP_API_VERSION}/${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  try {
    const response = await request(url, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    const json = parseJson(await response.body.text());
    return { kind: "answer", httpStatus: response.statusCode, retryAfterMs: undefined, json };
  } catch (error) {
    return { kind: "lost", reason: describeError(error) };
  }
}
