import * as operations from "@/app/_contract/jobs-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { kickAfterAnswer } from "@/app/_http/kick-after-answer";
import { otherMethods } from "@/app/_http/other-methods";
import { confirmOwnJob } from "@/domain/inbox";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const POST = inboxRoute(operations.confirmJob, async ({ session, params }) => {
  const jobId = await confirmOwnJob(session, params.id);
  kickAfterAnswer();
  return { jobId };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
