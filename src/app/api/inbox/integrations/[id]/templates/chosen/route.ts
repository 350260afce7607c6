import { chooseNumberTemplate, dropNumberTemplate } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import { auditIntegration, ownIntegration } from "@/domain/integrations";
import { chooseTemplate, dropTemplate } from "@/domain/templates";

export const dynamic = "force-dynamic";

export const PUT = inboxRoute(chooseNumberTemplate, async ({ session, params, body }) => {
  const { organizationId, actor } = session;
  const { id } = await ownIntegration(organizationId, params.id);
  const { preview } = await tellAdmin(chooseTemplate({ integrationId: id, ...body }));
  const { purpose, name, language } = body;
  const details = { purpose, name, language };
  await auditIntegration({ organizationId, actor, action: "template_chosen", id, details });
  return { preview: preview ?? "" };
});

export const DELETE = inboxRoute(dropNumberTemplate, async ({ session, params, query }) => {
  const { organizationId, actor } = session;
  const { id } = await ownIntegration(organizationId, params.id);
  await dropTemplate(id, query.purpose);
  await auditIntegration({ organizationId, actor, action: "template_dropped", id, details: query });
  return {};
});

export const { GET, OPTIONS, PATCH, POST } = otherMethods("PUT", "DELETE");
