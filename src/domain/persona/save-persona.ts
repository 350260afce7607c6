import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { storableJson, storableText } from "@/lib/storable-text";
import { requirePersona } from "./check-persona";
import { diffPersonas, type PersonaChange } from "./diff-personas";
import { getPersona } from "./stored-personas";

interface PersonaToSave {
  organizationId: string;
  /** The version that was looked at when this was written; null: there was none. */
  basedOn: number | null;
  /** As somebody wrote it: what it leaves out follows the defaults. */
  written: unknown;
  note: string | null;
  author: string;
}

export interface SavedPersona {
  version: number | null;
  /** Empty: it says what the newest version said, and nothing was saved. */
  changes: PersonaChange[];
}

/** The next number decides between two who have looked at the same version: the index takes it once, and numbers have no gaps. */
const save = {
  name: "persona_save",
  text: `
  WITH saved AS (
    INSERT INTO "Persona" ("organizationId", version, content, note, author)
    SELECT o.id, coalesce($2::int, 0) + 1, $3::jsonb, $4, $5 FROM "Organization" o
    WHERE o.id = $1
    ON CONFLICT ("organizationId", version) DO NOTHING
    RETURNING version
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT $1, $5, 'persona_saved', 'Persona', version::text, jsonb_build_object('version', version, 'fields', $6::jsonb)
    FROM saved
  )
  SELECT version FROM saved`,
};

const NOTE_CHARACTERS_MAX = 500;

/**
 * Saves a persona as the next version; an older one is brought back by saving it again. @throws INVALID_INPUT with everything
 * that is wrong with it, CONFLICT when somebody else has saved one since.
 */
export async function savePersona(persona: PersonaToSave): Promise<SavedPersona> {
  const { organizationId, basedOn, written, note, author } = persona;
  const content = requirePersona(written);
  const current = await getPersona(organizationId);
  if (current.version !== basedOn) throw conflict(basedOn, current.version);
  const changes = diffPersonas(current.content, content);
  if (changes.length === 0 && current.version !== null) return { version: current.version, changes };
  const [saved] = await run<{ version: number }>(save, [
    organizationId,
    basedOn,
    JSON.stringify(storableJson(written)),
    note === null ? null : storableText(note.slice(0, NOTE_CHARACTERS_MAX)),
    author,
    JSON.stringify(changes.map(({ path }) => path)),
  ]);
  if (!saved) throw conflict(basedOn, (await getPersona(organizationId)).version);
  return { version: saved.version, changes };
}

function conflict(basedOn: number | null, newest: number | null): AppError {
  const name = (version: number | null) => (version === null ? "no persona" : `version ${version}`);
  const publicMessage = `This was written from ${name(basedOn)}, and there is ${name(newest)} now: look at it first.`;
  return new AppError("CONFLICT", publicMessage, { publicMessage });
}
