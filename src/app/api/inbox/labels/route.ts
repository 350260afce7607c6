import * as operations from "@/app/_contract/labels-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { createLabel, listLabels } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listLabels, async ({ session }) => ({
  labels: await listLabels(session.organizationId),
}));

export const POST = inboxRoute(operations.createLabel, async ({ session, body }) => ({
  label: await createLabel(session, body),
}));

export const { DELETE, OPTIONS, PATCH, PUT } = otherMethods("GET", "POST");
