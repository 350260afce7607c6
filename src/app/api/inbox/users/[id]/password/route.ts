import { resetPassword } from "@/app/_contract/users-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { setPassword } from "@/domain/users";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(resetPassword, async ({ session, params }) => {
  const { organizationId, actor } = session;
  return { password: await setPassword({ organizationId, userId: params.id, actor }) };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
