import { diffPersonaVersions } from "@/app/_contract/persona-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { diffPersonas, getPersona } from "@/domain/persona";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(diffPersonaVersions, async ({ session, query }) => {
  const [from, to] = await Promise.all([
    getPersona(session.organizationId, query.from),
    getPersona(session.organizationId, query.to),
  ]);
  return { changes: diffPersonas(from.content, to.content) };
});

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
