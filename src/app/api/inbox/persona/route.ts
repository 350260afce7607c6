import { z } from "zod";
import { handleRoute } from "@/app/_http/handle-route";
import { otherMethods } from "@/app/_http/other-methods";
import { readLimitedBody } from "@/app/_http/read-limited-body";
import { INBOX_ACTOR, requireInbox } from "@/app/_http/require-inbox";
import { whichOrganization } from "@/domain/integrations";
import { getPersona, listVersions, savePersona, whatItAffects } from "@/domain/persona";
import { AppError } from "@/lib/errors";

export const dynamic = "force-dynamic";

const BODY_BYTES_MAX = 1024 * 1024;
const bodySchema = z.strictObject({
  /** The version that was looked at; null: there was none. */
  basedOn: z.int().min(1).nullable(),
  persona: z.unknown(),
  note: z.string().max(500).nullable().default(null),
});

/** What the bot is, in which versions, and which conversations a change would reach. `?version=` one of them. */
export const GET = handleRoute("inbox", async (request, requestId) => {
  requireInbox(request);
  const { id } = await organizationOf(request);
  const version = new URL(request.url).searchParams.get("version");
  if (version !== null && !/^[1-9]\d{0,8}$/.test(version)) throw refuse("version is no number.");
  const persona = await getPersona(id, version === null ? undefined : Number(version));
  const [versions, affects] = await Promise.all([listVersions(id), whatItAffects(id)]);
  return Response.json({ ok: true, requestId, persona, versions, affects });
});

/** Saves the next version; 409 when somebody else has saved one since. */
export const PUT = handleRoute("inbox", async (request, requestId) => {
  requireInbox(request);
  const { id } = await organizationOf(request);
  const { basedOn, persona, note } = await readBody(request);
  const change = { organizationId: id, basedOn, written: persona, note, author: INBOX_ACTOR };
  const saved = await savePersona(change);
  return Response.json({ ok: true, requestId, ...saved, affects: await whatItAffects(id) });
});

export const { DELETE, OPTIONS, PATCH, POST } = otherMethods("GET", "PUT");

function organizationOf(request: Request) {
  return whichOrganization(new URL(request.url).searchParams.get("organization") ?? undefined);
}

async function readBody(request: Request): Promise<z.output<typeof bodySchema>> {
  const text = new TextDecoder().decode(await readLimitedBody(request, BODY_BYTES_MAX));
  const parsed = bodySchema.safeParse(parse(text));
  if (!parsed.success) throw refuse(z.prettifyError(parsed.error));
  return parsed.data;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("INVALID_JSON", "The body is no JSON", { publicMessage: "The body is no JSON." });
  }
}

function refuse(publicMessage: string): AppError {
  return new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}
