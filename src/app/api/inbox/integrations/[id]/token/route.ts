import { replaceToken } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import { auditIntegration, ownIntegration, rotateAccessToken } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(replaceToken, async ({ session, params, body }) => {
  const { organizationId, actor } = session;
  const { id, phoneNumberId } = await ownIntegration(organizationId, params.id);
  await tellAdmin(rotateAccessToken(phoneNumberId, body.accessToken));
  await auditIntegration({ organizationId, actor, action: "integration_token_replaced", id });
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
