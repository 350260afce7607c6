import { showHealth } from "@/app/_contract/health-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readOperations } from "@/domain/health";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(
  showHealth,
  async ({ session }) => await readOperations(session.organizationId),
);

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
