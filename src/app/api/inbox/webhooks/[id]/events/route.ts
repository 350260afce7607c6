import { listWebhookEvents } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listEvents } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(listWebhookEvents, ({ session, params, query }) => {
  const before = query.before === undefined ? undefined : new Date(query.before);
  return listEvents({ organizationId: session.organizationId, endpointId: params.id, before });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
