import { stringify } from "yaml";
import { replacePersona, showPersona } from "@/app/_contract/persona-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { getPersona, listVersions, savePersona, whatItAffects } from "@/domain/persona";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(showPersona, async ({ session, query }) => {
  const { organizationId } = session;
  const persona = await getPersona(organizationId, query.version);
  const [versions, affects] = await Promise.all([
    listVersions(organizationId),
    whatItAffects(organizationId),
  ]);
  return { persona: { ...persona, yaml: stringify(persona.written) }, versions, affects };
});

export const PUT = inboxRoute(replacePersona, async ({ session, body }) => {
  const { organizationId, actor: author } = session;
  const { basedOn, persona, note } = body;
  const saved = await savePersona({ organizationId, basedOn, written: persona, note, author });
  return { ...saved, affects: await whatItAffects(organizationId) };
});

export const { DELETE, OPTIONS, PATCH, POST } = otherMethods("GET", "PUT");
