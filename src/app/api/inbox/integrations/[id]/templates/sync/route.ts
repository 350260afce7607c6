import { syncNumberTemplates } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import { ownIntegration } from "@/domain/integrations";
import { syncTemplates } from "@/domain/templates";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(syncNumberTemplates, async ({ session, params }) => {
  const { id } = await ownIntegration(session.organizationId, params.id);
  return await tellAdmin(syncTemplates(id));
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
