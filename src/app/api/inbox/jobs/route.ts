import * as operations from "@/app/_contract/jobs-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listJobsOfOrganization } from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listJobs, ({ session, query }) =>
  listJobsOfOrganization({ ...query, organizationId: session.organizationId }),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
