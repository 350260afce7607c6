import { addKnowledgeFiles } from "@/app/_contract/knowledge-operations";
import { addSources } from "@/app/_http/add-sources";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readLimitedBody } from "@/app/_http/read-limited-body";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

const FILES_MAX = 50;

export const POST = inboxRoute(addKnowledgeFiles, async ({ session, request }) => {
  const form = await readForm(request);
  const files = form.getAll("file").filter((value) => typeof value !== "string");
  if (files.length === 0) throw refuse("There is nothing to add: no field `file`.");
  if (files.length > FILES_MAX) throw refuse(`At most ${FILES_MAX} at once.`);
  const text = (name: string) => form.get(name)?.toString() || undefined;
  const title = text("title");
  if (title !== undefined && files.length > 1) throw refuse("A title is for one document.");
  const sources = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  return await addSources(session, { sources, title, language: text("language") });
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");

async function readForm(request: Request): Promise<FormData> {
  const bytes = await readLimitedBody(request, addKnowledgeFiles.bodyBytesMax);
  const type = request.headers.get("content-type") ?? "";
  const body = new Response(Buffer.from(bytes), { headers: { "content-type": type } });
  return await body.formData().catch(() => {
    throw refuse("The body is no multipart/form-data.");
  });
}

function refuse(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
