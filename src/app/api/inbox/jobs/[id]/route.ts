import * as operations from "@/app/_contract/jobs-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { getJobOfOrganization } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.getJob, async ({ session, params }) => ({
  job: await getJobOfOrganization(session.organizationId, params.id),
}));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
