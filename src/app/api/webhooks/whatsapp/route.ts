import { after } from "next/server";
import { handleRoute } from "@/app/_http/handle-route";
import { measureAck } from "@/app/_http/measure-ack";
import { otherMethods } from "@/app/_http/other-methods";
import { readLimitedBody } from "@/app/_http/read-limited-body";
import { answerHandshake, receiveWebhook, verifySignature } from "@/domain/inbound";
import { kickMedia } from "@/domain/media";
import { kickRunner, shutdown } from "@/domain/runner";
import { kickWebhooks } from "@/domain/webhooks-out";
import { log } from "@/lib/logger";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

/** Meta sends up to 3 MB (Meta, webhooks/overview). */
const BODY_MAX_BYTES = 4 * 1024 * 1024;
/** Then no job is claimed; a minute later those in hand are handed back, before the host ends the function. */
const RUN_LIMIT = { timeLimitMs: 200_000, graceMs: 60_000 };

export const GET = handleRoute("webhook", (request) => {
  const challenge = answerHandshake(new URL(request.url).searchParams);
  const headers = { "content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff" };
  return new Response(challenge, { headers });
});

const takeIn = handleRoute("webhook", async (request, requestId) => {
  const body = await readLimitedBody(request, BODY_MAX_BYTES);
  verifySignature(body, request.headers.get("x-hub-signature-256"));
  const { inboundMessageId, hasFiles, ...received } = await receiveWebhook(body, requestId);
  after(async () => {
    const webhooks = { timeLimitMs: RUN_LIMIT.timeLimitMs, stop: shutdown().signal };
    if (inboundMessageId === null) return kickWebhooks(webhooks);
    log("info", "[WEBHOOK] Kicked job runner", { requestId, inboundMessageId });
    const told = kickWebhooks(webhooks);
    await kickRunner(RUN_LIMIT);
    await told;
    await kickWebhooks(webhooks); // Of the reply.
  });
  if (hasFiles) after(() => kickMedia({ ...RUN_LIMIT, stop: shutdown().signal }));
  return Response.json({ ok: true, requestId, ...received });
});

export const POST = measureAck(takeIn);
export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
