import * as operations from "@/app/_contract/jobs-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { cancelOwnJob } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(operations.cancelJob, async ({ session, params }) => ({
  jobId: await cancelOwnJob(session, params.id),
}));

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
