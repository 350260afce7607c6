import { replayOneDelivery } from "@/app/_contract/delivery-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { replayOwnDelivery } from "@/domain/inbound";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(replayOneDelivery, async ({ session, params }) => {
  const { organizationId, actor } = session;
  return await replayOwnDelivery({ organizationId, id: params.id, actor });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
