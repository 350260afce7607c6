import * as operations from "@/app/_contract/labels-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { changeLabel, deleteLabel } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const PATCH = inboxRoute(operations.changeLabel, async ({ session, params, body }) => ({
  label: await changeLabel(session, params.id, body),
}));

export const DELETE = inboxRoute(operations.deleteLabel, async ({ session, params }) => {
  await deleteLabel(session, params.id);
  return {};
});

export const { GET, OPTIONS, POST, PUT } = otherMethods("PATCH", "DELETE");
