import { addWebhook, listWebhooks } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { addEndpoint, listEndpoints, webhookEventTypes } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(listWebhooks, async ({ session }) => ({
  webhooks: await listEndpoints(session.organizationId),
  eventTypes: [...webhookEventTypes],
}));

export const POST = inboxRoute(addWebhook, async ({ session, body }) => {
  const { organizationId, actor } = session;
  const { endpoint, secret } = await addEndpoint({ organizationId, actor, ...body });
  return { webhook: endpoint, secret };
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
