import { z } from "zod";
import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readLimitedBody } from "@/app/_http/read-limited-body";
import { INBOX_ACTOR, requireInbox } from "@/app/_http/require-inbox";
import { whichOrganization } from "@/domain/integrations";
import {
  addDocuments,
  FILE_BYTES_MAX,
  type KnowledgeSource,
  listDocuments,
  removeDocument,
} from "@/domain/knowledge";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";
export const maxDuration = 300;

const SOURCES_MAX = 50;
const BODY_BYTES_MAX = FILE_BYTES_MAX + 1024 * 1024;
const bodySchema = z.strictObject({
  urls: z.array(z.string().min(1).max(2_000)).max(SOURCES_MAX).default([]),
  texts: z
    .array(z.strictObject({ name: z.string().min(1).max(200), text: z.string() }))
    .max(SOURCES_MAX)
    .default([]),
  title: z.string().optional(),
  language: z.string().optional(),
});

type Added = Omit<z.output<typeof bodySchema>, "urls" | "texts"> & { sources: KnowledgeSource[] };

/** What the bot may know. */
export const GET = handleRoute("inbox", async (request, requestId) => {
  requireInbox(request);
  const { id } = await organizationOf(request);
  return Response.json({ ok: true, requestId, documents: await listDocuments(id) });
});

/** Adds pages and texts (JSON), or files (multipart/form-data, fields `file`). Each is told by itself: one that cannot be read holds up no other. */
export const POST = handleRoute("inbox", async (request, requestId) => {
  requireInbox(request);
  const { id } = await organizationOf(request);
  const { sources, title, language } = await readBody(request);
  const documents = sources.map((from) => ({
    organizationId: id,
    from,
    title,
    language,
    actor: INBOX_ACTOR,
  }));
  const outcomes = await addDocuments(documents);
  const status = outcomes.every(({ added }) => added === null) ? 400 : 200;
  return Response.json({ ok: status === 200, requestId, outcomes }, { status });
});

/** `?document=` an id or a source. */
export const DELETE = handleRoute("inbox", async (request, requestId) => {
  requireInbox(request);
  const { id } = await organizationOf(request);
  const which = new URL(request.url).searchParams.get("document") ?? "";
  return Response.json({ ok: true, requestId, removed: await removeDocument(id, which, INBOX_ACTOR) });
});

export const { OPTIONS, PATCH, PUT } = otherMethods("GET", "POST", "DELETE");

function organizationOf(request: Request) {
  return whichOrganization(new URL(request.url).searchParams.get("organization") ?? undefined);
}

async function readBody(request: Request): Promise<Added> {
  const bytes = await readLimitedBody(request, BODY_BYTES_MAX);
  const type = request.headers.get("content-type") ?? "";
  const added = type.startsWith("multipart/form-data") ? await readForm(bytes, type) : readJson(bytes);
  if (added.sources.length === 0) throw refuse("There is nothing to add: urls, texts or files.");
  if (added.sources.length > SOURCES_MAX) throw refuse(`At most ${SOURCES_MAX} at once.`);
  if (added.title !== undefined && added.sources.length > 1) throw refuse("A title is for one document.");
  return added;
}

function readJson(bytes: Uint8Array): Added {
  const parsed = bodySchema.safeParse(parse(new TextDecoder().decode(bytes)));
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  const { urls, texts, ...rest } = parsed.data;
  const written = texts.map(({ name, text }) => ({
    name: /\.\w+$/.test(name) ? name : `${name}.md`,
    bytes: Buffer.from(text),
  }));
  return { ...rest, sources: [...urls.map((url) => ({ url })), ...written] };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("INVALID_JSON", "The body is no JSON", { publicMessage: "The body is no JSON." });
  }
}

async function readForm(bytes: Uint8Array, type: string): Promise<Added> {
  const body = new Response(Buffer.from(bytes), { headers: { "content-type": type } });
  const form = await body.formData().catch(() => {
    throw refuse("The body is no multipart/form-data.");
  });
  const files = form.getAll("file").filter((value) => typeof value !== "string");
  const sources = await Promise.all(
    files.map(async (file) => ({ name: file.name, bytes: new Uint8Array(await file.arrayBuffer()) })),
  );
  const text = (name: string) => form.get(name)?.toString() || undefined;
  return { sources, title: text("title"), language: text("language") };
}

function refuse(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
