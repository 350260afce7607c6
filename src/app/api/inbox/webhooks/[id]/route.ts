import { changeWebhook, removeWebhook } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { changeEndpoint, removeEndpoint } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(changeWebhook, async ({ session, params, body }) => ({
  webhook: await changeEndpoint({ ...session, ...params }, body),
}));

export const DELETE = inboxRoute(removeWebhook, async ({ session, params }) => {
  await removeEndpoint({ ...session, ...params });
  return {};
});

export const { GET, OPTIONS, POST, PUT } = otherMethods("PATCH", "DELETE");
