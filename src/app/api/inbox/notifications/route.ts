import * as operations from "@/app/_contract/notifications-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listNotificationsOfUser } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listNotifications, ({ session, query }) =>
  listNotificationsOfUser({ ...query, organizationId: session.organizationId, userId: session.user.id }),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
