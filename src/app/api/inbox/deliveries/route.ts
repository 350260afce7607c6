import { listDeliveries as operation } from "@/app/_contract/delivery-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listDeliveries } from "@/domain/inbound";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operation, async ({ session, query }) => {
  const { status, before } = query;
  return await listDeliveries(session.organizationId, { status: status === "all" ? null : status, before });
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
