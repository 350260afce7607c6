import { inOrganization } from "@/infra/database/in-organization";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { type Persona, parsePersona } from "./persona";

interface StoredVersion {
  version: number;
  note: string | null;
  author: string;
  createdAt: Date;
}

/** A version as somebody has written it, and with its defaults. */
interface PersonaVersion extends Persona {
  written: unknown;
  note: string | null;
  author: string | null;
  createdAt: Date | null;
}

const newest = {
  name: "persona_newest",
  text: `
  SELECT version, content, note, author, "createdAt" FROM "Persona"
  WHERE "organizationId" = $1 AND version = coalesce($2, version) ORDER BY version DESC LIMIT 1`,
};

const all = {
  name: "persona_all",
  text: `
  SELECT version, note, author, "createdAt" FROM "Persona" WHERE "organizationId" = $1 ORDER BY version DESC`,
};

/** The newest persona of an organization, or the one of that version; the defaults where it has none. @throws NOT_FOUND. */
export async function getPersona(organizationId: string, version?: number): Promise<PersonaVersion> {
  const [stored] = await run<StoredVersion & { content: unknown }>(newest, [organizationId, version ?? null]);
  if (!stored && version !== undefined) {
    const publicMessage = `There is no version ${version}.`;
    throw new AppError("NOT_FOUND", publicMessage, { publicMessage });
  }
  const { note = null, author = null, createdAt = null, content = {} } = stored ?? {};
  return { ...parsePersona(stored ?? null), written: content, note, author, createdAt };
}

/** Who changed it when, and why; the newest first. */
export async function listVersions(organizationId: string): Promise<StoredVersion[]> {
  return await inOrganization(organizationId, (ask) => ask<StoredVersion>(all, [organizationId]));
}
