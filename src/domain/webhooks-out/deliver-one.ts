import { Webhook } from "standardwebhooks";
import { logFailure } from "@/infra/database/log-failure";
import { postWebhook, type WebhookAnswer } from "@/infra/web/post-webhook";
import { log } from "@/lib/logger";
import type { EventClaim } from "./claim-events";
import { composeEvent } from "./compose-event";
import { openSecret } from "./endpoint-secret";
import { settleDelivered, settleRefused } from "./settle-events";
import { ATTEMPTS_MAX, retrySeconds, TEST_EVENT } from "./webhook-event";

export type DeliveryOutcome = "delivered" | "retried" | "failed" | "lost";

export const DELIVERY_TIMEOUT_MS = 15_000;
const RETRY_AFTER_MAX_S = 86_400;
/** So that those that failed together do not come back together. */
const JITTER = 0.2;

/**
 * Tells an endpoint of one event. What it answers decides: 2xx is taken, 410 means never again, and all else is tried
 * later (Standard Webhooks, webhook failure). @throws when the database is away: the lease then runs out.
 */
export async function deliverOne(claim: EventClaim): Promise<DeliveryOutcome> {
  const answer = await tell(claim);
  const { status } = answer;
  if (status !== null && status >= 200 && status < 300)
    return (await settleDelivered(claim, status)) ? "delivered" : "lost";
  const retryInMs = claim.type === TEST_EVENT || status === 410 ? null : waitOf(claim, answer);
  const isSettled = await settleRefused(claim, {
    httpStatus: status,
    error: answer.error ?? `HTTP ${status}`,
    retryInMs,
    disable: whyDisable(claim, answer),
  });
  const { id, endpointId, attempts } = claim;
  log("warn", "[WEBHOOKS] Not taken", {
    eventId: id,
    endpointId,
    attempt: attempts,
    statusCode: status ?? undefined,
  });
  if (!isSettled) return "lost";
  return retryInMs === null ? "failed" : "retried";
}

async function tell(claim: EventClaim): Promise<WebhookAnswer> {
  const { id, endpointId, url, secretSealed, previousSecretSealed } = claim;
  let secrets: string[];
  try {
    const sealed = [secretSealed, ...(previousSecretSealed ? [previousSecretSealed] : [])];
    secrets = sealed.map((each) => openSecret(endpointId, each));
  } catch (error) {
    logFailure("[WEBHOOKS] The secret of an endpoint does not open", error, { endpointId });
    return { status: null, error: "Its secret does not open: SESSION_SECRET was replaced", retryAfter: null };
  }
  const body = await composeEvent(claim);
  const at = new Date();
  const headers = {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(at.getTime() / 1000)),
    "webhook-signature": secrets.map((secret) => new Webhook(secret).sign(id, at, body)).join(" "),
  };
  return postWebhook({ url, headers, body, timeoutMs: DELIVERY_TIMEOUT_MS });
}

/** Until the next attempt; null: that was the last. */
function waitOf({ attempts }: EventClaim, { retryAfter }: WebhookAnswer): number | null {
  if (attempts >= ATTEMPTS_MAX) return null;
  const planned = (retrySeconds[attempts - 1] ?? 0) * (1 + Math.random() * JITTER);
  return Math.max(planned, Math.min(retryAfter ?? 0, RETRY_AFTER_MAX_S)) * 1000;
}

function whyDisable({ attempts, type }: EventClaim, { status }: WebhookAnswer): string | null {
  if (type === TEST_EVENT) return null;
  if (status === 410) return "it answered 410 Gone";
  return attempts >= ATTEMPTS_MAX ? "it took nothing for three days" : null;
}
