import { addNumber, listNumbers } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import {
  addIntegrationTo,
  auditIntegration,
  isKnownNumber,
  listOwnIntegrations,
} from "@/domain/integrations";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(listNumbers, async ({ session }) => {
  const { APP_URL, SESSION_SECRET } = env();
  return {
    integrations: await listOwnIntegrations(session.organizationId),
    webhookUrl: APP_URL ? `${APP_URL}/api/webhooks/whatsapp` : null,
    canStoreTokens: SESSION_SECRET !== undefined,
  };
});

export const POST = inboxRoute(addNumber, async ({ session, body }) => {
  const { organizationId, actor } = session;
  if (await isKnownNumber(body.phoneNumberId)) {
    const publicMessage = "This number has been added already.";
    throw new AppError("CONFLICT", `${body.phoneNumberId} is there already`, { publicMessage });
  }
  const id = await tellAdmin(addIntegrationTo(organizationId, body));
  const { phoneNumberId } = body;
  await auditIntegration({
    organizationId,
    actor,
    action: "integration_added",
    id,
    details: { phoneNumberId },
  });
  return { id };
});

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
