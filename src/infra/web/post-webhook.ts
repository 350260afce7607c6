// To whoever an admin has named as the receiver of webhooks. Who names it is trusted to choose who is told, not to reach
// into our network: the same connections as for media, no redirect is followed, and nothing of an answer is kept but its status.

import { isIP } from "node:net";
import { Agent, request } from "undici";
import { guardedConnections } from "@/infra/media/guarded-connections";
import { findMediaError } from "@/infra/media/media-error";
import { env } from "@/lib/env";
import { AppError, describeError } from "@/lib/errors";
import { oncePerProcess } from "@/lib/once-per-process";

export interface WebhookAnswer {
  /** Null: there was none. */
  status: number | null;
  /** Why there was none. */
  error: string | null;
  /** In seconds, where the receiver says when it wants to be asked again. */
  retryAfter: number | null;
}

interface WebhookPost {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

/** https:// and a name, unless the operator has opened the host (WEBHOOK_PRIVATE_HOSTS). @throws INVALID_INPUT. */
export function judgeWebhookAddress(address: string): URL {
  if (!URL.canParse(address)) throw refused("This is no address.");
  const url = new URL(address);
  if (url.username !== "" || url.password !== "") throw refused("An address must not hold a password.");
  if (isOpened(url) && /^https?:$/.test(url.protocol)) return url;
  if (url.protocol !== "https:") throw refused("Webhooks are only sent to https:// addresses.");
  // Brackets are around IPv6; the many ways to write an IPv4 address are one after parsing.
  if (isIP(url.hostname.replace(/^\[|\]$/g, "")) !== 0)
    throw refused("The address has to have a name, not numbers.");
  return url;
}

/** Judged again each time: hosts may have been closed since. Never throws. */
export async function postWebhook({ url, headers, body, timeoutMs }: WebhookPost): Promise<WebhookAnswer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const address = judgeWebhookAddress(url);
    const answer = await request(address, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "user-agent": "ReplyOnce" },
      body,
      dispatcher: isOpened(address) ? openedConnections() : guardedConnections(),
      signal,
    });
    answer.body.on("error", () => undefined); // What becomes of it is of no interest any more.
    answer.body.destroy();
    return { status: answer.statusCode, error: null, retryAfter: secondsOf(answer.headers["retry-after"]) };
  } catch (error) {
    return { status: null, error: wordsOf(error, signal), retryAfter: null };
  }
}

function wordsOf(error: unknown, signal: AbortSignal): string {
  if (signal.aborted) return "No answer in time";
  return findMediaError(error)?.message ?? describeError(error);
}

function secondsOf(header: string | string[] | undefined): number | null {
  const seconds = Number(header);
  return Number.isFinite(seconds) && seconds > 0 ? seconds : null;
}

function isOpened({ host }: URL): boolean {
  return env().WEBHOOK_PRIVATE_HOSTS.some((opened) => opened.toLowerCase() === host);
}

function openedConnections(): Agent {
  return oncePerProcess("opened-webhook-connections", () => new Agent());
}

function refused(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
