import * as operations from "@/app/_contract/jobs-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { rerunOwnJob } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(operations.rerunJob, async ({ session, params, body }) => ({
  rerun: await rerunOwnJob(session, { ...body, jobId: params.id }),
}));

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
