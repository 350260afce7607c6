import { addKnowledge, listKnowledge, removeKnowledge } from "@/app/_contract/knowledge-operations";
import { addSources } from "@/app/_http/add-sources";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { listDocuments, removeDocument } from "@/domain/knowledge";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

export const GET = inboxRoute(listKnowledge, async ({ session }) => ({
  documents: await listDocuments(session.organizationId),
}));

export const POST = inboxRoute(addKnowledge, async ({ session, body }) => {
  const { urls, texts, ...rest } = body;
  const written = texts.map(({ name, text }) => ({
    name: /\.\w+$/.test(name) ? name : `${name}.md`,
    bytes: Buffer.from(text),
  }));
  return await addSources(session, { ...rest, sources: [...urls.map((url) => ({ url })), ...written] });
});

export const DELETE = inboxRoute(removeKnowledge, async ({ session, query }) => ({
  removed: await removeDocument(session.organizationId, query.document, session.actor),
}));

export const { OPTIONS, PATCH, PUT } = otherMethods("GET", "POST", "DELETE");
