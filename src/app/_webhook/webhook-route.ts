import { handleRoute } from "@/app/_http/handle-route";
import { measureAck } from "@/app/_http/measure-ack";
import { otherMethods } from "@/app/_http/other-methods";
import { readLimitedBody } from "@/app/_http/read-limited-body";
import { answerHandshake, receiveWebhook, verifySignature } from "@/domain/inbound";
import { kickMedia } from "@/domain/media";
import { kickRunner, shutdown } from "@/domain/runner";
import { kickWebhooks } from "@/domain/webhooks-out";
import { log } from "@/lib/logger";

/** Has work done once the answer is on its way. */
export type AfterAnswer = (work: () => Promise<void>) => void;

/** Meta sends up to 3 MB (Meta, webhooks/overview). */
const BODY_MAX_BYTES = 4 * 1024 * 1024;

/** How long what is woken may work; left out: until the process is asked to end, and then SHUTDOWN_GRACE_MS. */
interface RunLimit {
  timeLimitMs?: number;
  graceMs?: number;
}

/** Where Meta posts, whoever serves it: Next.js or the lean ingress. */
export function webhookRoute(afterAnswer: AfterAnswer, limit: RunLimit = {}) {
  const takeIn = handleRoute("webhook", async (request, requestId) => {
    const body = await readLimitedBody(request, BODY_MAX_BYTES);
    verifySignature(body, request.headers.get("x-hub-signature-256"));
    const { inboundMessageId, hasFiles, ...received } = await receiveWebhook(body, requestId);
    afterAnswer(() => wake(inboundMessageId, requestId, limit));
    if (hasFiles) afterAnswer(() => kickMedia({ ...limit, stop: shutdown().signal }));
    return Response.json({ ok: true, requestId, ...received });
  });
  return { ...otherMethods("GET", "POST"), GET: handshake, POST: measureAck(takeIn) };
}

const handshake = handleRoute("webhook", (request) => {
  const challenge = answerHandshake(new URL(request.url).searchParams);
  const headers = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  return new Response(challenge, { headers });
});

async function wake(inboundMessageId: number | null, requestId: string, limit: RunLimit): Promise<void> {
  const webhooks = { timeLimitMs: limit.timeLimitMs, stop: shutdown().signal };
  if (inboundMessageId === null) return kickWebhooks(webhooks);
  log("info", "[WEBHOOK] Kicked job runner", { requestId, inboundMessageId });
  const told = kickWebhooks(webhooks);
  await kickRunner(limit);
  await told;
  await kickWebhooks(webhooks); // Of the reply.
}
