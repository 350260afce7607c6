import { request } from "undici";
import { z } from "zod";
import { classifyErrorCode } from "@/infra/whatsapp/error-class";
import { readGraphError } from "@/infra/whatsapp/read-graph-error";
import { env } from "@/lib/env";
import { parseJson } from "@/lib/parse-json";
import { toMediaError } from "./fetch-media";
import { MediaError } from "./media-error";

export interface MediaLookup {
  providerMediaId: string;
  phoneNumberId: string;
  accessToken: string;
  idleMs: number;
  signal: AbortSignal;
}

/** Only the address is needed; the rest is believed where it makes sense. */
const wireMedia = z.looseObject({
  url: z.string().min(1).max(4_096),
  sha256: z.string().optional().catch(undefined),
  file_size: z.coerce.number().int().nonnegative().optional().catch(undefined),
});

/** The first step of a download: where the file is just now (Meta, business-phone-numbers/media). @throws MediaError. */
export async function lookUpMedia(lookup: MediaLookup): Promise<z.infer<typeof wireMedia>> {
  const { WHATSAPP_API_URL, WHATSAPP_API_VERSION } = env();
  const id = encodeURIComponent(lookup.providerMediaId);
  const query = `phone_number_id=${encodeURIComponent(lookup.phoneNumberId)}`;
  try {
    const answer = await request(`${WHATSAPP_API_URL}/${WHATSAPP_API_VERSION}/${id}?${query}`, {
      headers: { authorization: `Bearer ${lookup.accessToken}` },
      headersTimeout: lookup.idleMs,
      bodyTimeout: lookup.idleMs,
      signal: lookup.signal,
    });
    return readLookup(answer.statusCode, await answer.body.text());
  } catch (error) {
    throw toMediaError(error, lookup.signal);
  }
}

function readLookup(status: number, text: string): z.infer<typeof wireMedia> {
  const json = parseJson(text);
  const media = wireMedia.safeParse(json);
  if (status === 200 && media.success) return media.data;
  const refusal = readGraphError(json);
  const code = refusal?.code;
  if (status === 401 || status === 403 || (code !== undefined && classifyErrorCode(code) === "credentials"))
    throw new MediaError("CREDENTIALS", refusal?.message ?? `HTTP ${status}`);
  if (refusal) throw new MediaError(`META_${refusal.code}`, refusal.message);
  throw new MediaError(`HTTP_${status}`, `HTTP ${status} instead of where the file is`);
}
