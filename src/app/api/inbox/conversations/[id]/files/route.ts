import * as operations from "@/app/_contract/messages-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readFormFile } from "@/app/_http/read-form-file";
import { requireOwn, storeFile } from "@/domain/inbox";
import { sendingLimits } from "@/domain/media";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(operations.storeFile, async ({ session, params, query, request }) => {
  await requireOwn(session, "Conversation", params.id);
  return readFormFile(request, bytesMax(query.kind), (file) =>
    storeFile(session, { ...file, kind: query.kind }),
  );
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");

/** Without a kind: the largest of all; what its bytes turn out to be is held to its own. */
function bytesMax(wanted: string | undefined): number {
  const limits = sendingLimits().filter(({ kind }) => wanted === undefined || kind === wanted);
  return Math.max(...limits.map((limit) => limit.bytesMax));
}
