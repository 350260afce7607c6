import { subscribeNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import { auditIntegration, ownIntegration, subscribeIntegration } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(subscribeNumber, async ({ session, params }) => {
  const { organizationId, actor } = session;
  const { id, phoneNumberId } = await ownIntegration(organizationId, params.id);
  await tellAdmin(subscribeIntegration(phoneNumberId));
  await auditIntegration({ organizationId, actor, action: "integration_subscribed", id });
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
