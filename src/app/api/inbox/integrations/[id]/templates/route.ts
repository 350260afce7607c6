import { listNumberTemplates } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { ownIntegration } from "@/domain/integrations";
import { listChoices, listTemplates, shapeOf } from "@/domain/templates";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(listNumberTemplates, async ({ session, params }) => {
  const { id } = await ownIntegration(session.organizationId, params.id);
  const [templates, chosen] = await Promise.all([listTemplates(id), listChoices(id)]);
  return {
    templates: templates.map((template) => {
      const { header, body, footer, places } = shapeOf(template);
      return { ...template, header: header && (header.text || header.format), body, footer, places };
    }),
    chosen,
  };
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
