// The second step of a download: the address that Meta gave, with the access token (Meta, business-phone-numbers/media).
// Redirects are followed here and not by the HTTP client, because every hop is a new address that somebody else chose.

import { Agent, type Dispatcher, request } from "undici";
import { describeError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";
import { guardedConnections } from "./guarded-connections";
import { findMediaError, MediaError } from "./media-error";
import { judgeAddress } from "./media-hosts";
import { type Measured, tooLarge, writeMeasured } from "./meter";

export interface MediaFetch {
  url: string;
  accessToken: string;
  /** The file that is written; also after a failure there may be something in it. */
  path: string;
  maxBytes: number;
  /** Milliseconds without the head of an answer, and without a byte of its body. */
  idleMs: number;
  /** Ends it; the reason says why. */
  signal: AbortSignal;
}

/** The scratch file cannot be written. */
const DISK_CODES = ["ENOSPC", "EDQUOT", "EROFS", "EACCES", "EIO"];
const REDIRECTS_MAX = 3;
const REDIRECTS = [301, 302, 303, 307, 308];

/** @throws MediaError. */
export async function fetchMedia(fetch: MediaFetch): Promise<Measured> {
  try {
    const answer = await follow(fetch);
    const announced = Number(answer.headers["content-length"] ?? 0);
    if (announced > fetch.maxBytes) {
      discard(answer);
      throw tooLarge(fetch.maxBytes);
    }
    return await writeMeasured(answer.body, fetch.path, fetch);
  } catch (error) {
    throw toMediaError(error, fetch.signal);
  }
}

async function follow(fetch: MediaFetch): Promise<Dispatcher.ResponseData> {
  let address = judgeAddress(fetch.url);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const answer = await request(address.url, {
      headers: {
        "accept-encoding": "identity",
        "user-agent": "ReplyOnce",
        ...(address.takesToken && { authorization: `Bearer ${fetch.accessToken}` }),
      },
      dispatcher: address.mayBePrivate ? standInConnections() : guardedConnections(),
      headersTimeout: fetch.idleMs,
      bodyTimeout: fetch.idleMs,
      signal: fetch.signal,
    });
    if (answer.statusCode === 200) return answer;
    discard(answer);
    if (!REDIRECTS.includes(answer.statusCode)) throw refusal(answer.statusCode);
    address = judgeAddress(String(answer.headers.location ?? ""), address.url);
  }
  throw new MediaError("TOO_MANY_REDIRECTS", `More than ${REDIRECTS_MAX} redirects`);
}

/** The address lives for five minutes; then 404 (Meta, business-phone-numbers/media). */
function refusal(status: number): MediaError {
  if (status === 404 || status === 410)
    return new MediaError("URL_EXPIRED", "The address does not hold any more");
  if (status === 401 || status === 403)
    return new MediaError("CREDENTIALS", "The access token is not accepted");
  return new MediaError(`HTTP_${status}`, `HTTP ${status} instead of the file`);
}

function discard({ body }: Dispatcher.ResponseData): void {
  body.on("error", () => undefined); // What becomes of it is of no interest any more.
  body.destroy();
}

/** What was thrown on the way, as one of our codes. The signal's reason wins: it is why the rest failed. */
export function toMediaError(error: unknown, signal: AbortSignal): MediaError {
  if (signal.aborted) {
    const reason = findMediaError(signal.reason);
    return reason ?? new MediaError("TIMEOUT", "Not done in time", { cause: error });
  }
  const known = findMediaError(error);
  if (known) return known;
  const isOurs = error instanceof Error && "code" in error && DISK_CODES.includes(String(error.code));
  if (isOurs) return new MediaError("STORAGE", describeError(error), { cause: error });
  const isIdle = error instanceof Error && /TimeoutError$/.test(error.name);
  return new MediaError(isIdle ? "TIMEOUT" : "NETWORK", describeError(error), { cause: error });
}

/** To whoever stands in for Meta: its address was chosen by the operator. */
function standInConnections(): Agent {
  return oncePerProcess("media-stand-in-connections", () => new Agent());
}
