import * as operations from "@/app/_contract/notifications-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { putNotificationAside } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operations.snoozeNotification, async ({ session, params, body }) => {
  await putNotificationAside(session, params.id, body.until);
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
