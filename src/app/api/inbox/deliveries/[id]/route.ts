import { showDelivery as operation } from "@/app/_contract/delivery-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { showDelivery } from "@/domain/inbound";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(
  operation,
  async ({ session, params }) => await showDelivery(session.organizationId, params.id),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
