import { listAuditEvents as operation } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listAuditEvents } from "@/domain/users";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operation, async ({ session, query }) => {
  const { events, before } = await listAuditEvents(session.organizationId, query);
  return { events: events.map(({ createdAt, ...event }) => ({ ...event, at: createdAt })), before };
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
