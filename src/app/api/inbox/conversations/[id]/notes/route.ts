import { addNote as operation } from "@/app/_contract/conversation-actions-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { addNote } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operation, async ({ session, params, body }) => ({
  item: await addNote(session, params.id, body.body),
}));

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
