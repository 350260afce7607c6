import { changeNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { tellAdmin } from "@/app/_http/tell-admin";
import {
  auditIntegration,
  changeIntegration,
  limitIntegration,
  ownIntegration,
  setHours,
} from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(changeNumber, async ({ session, params, body }) => {
  const { organizationId, actor } = session;
  const { id, phoneNumberId } = await ownIntegration(organizationId, params.id);
  const { sendsPerSecond, timeZone, quietHours, businessHours, ...settings } = body;
  await tellAdmin(setHours(phoneNumberId, { timeZone, quietHours, businessHours }));
  await tellAdmin(changeIntegration(phoneNumberId, settings));
  if (sendsPerSecond !== undefined) await limitIntegration(phoneNumberId, sendsPerSecond);
  const details = { fields: Object.keys(body) };
  await auditIntegration({ organizationId, actor, action: "integration_changed", id, details });
  return {};
});

export const { DELETE, GET, OPTIONS, POST, PUT } = otherMethods("PATCH");
