import * as operations from "@/app/_contract/notifications-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { markNotificationRead } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operations.readNotification, async ({ session, params }) => {
  await markNotificationRead(session, params.id);
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
