import { verifyNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { ownIntegration, verifyIntegration } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(verifyNumber, async ({ session, params }) => {
  const { phoneNumberId } = await ownIntegration(session.organizationId, params.id);
  return { checks: await verifyIntegration(phoneNumberId) };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
