import { stringify } from "yaml";
import { checkPersonaText } from "@/app/_contract/persona-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { checkPersona, diffPersonas, getPersona, readPersonaText } from "@/domain/persona";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(checkPersonaText, async ({ session, body }) => {
  const { written, problems } =
    "text" in body ? readPersonaText(body.text) : { written: body.persona, problems: null };
  const checked = checkPersona(written);
  const { content } = checked;
  const newest = await getPersona(session.organizationId);
  return {
    problems: problems ?? checked.problems,
    written,
    yaml: written === null ? null : stringify(written),
    content,
    changes: content ? diffPersonas(newest.content, content) : [],
  };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
