import { readFile } from "node:fs/promises";
import { LineCounter, parseDocument } from "yaml";
import { checkPersona, type PersonaProblem } from "@/domain/persona";

export interface PersonaFile {
  written: unknown;
  /** Everything that is wrong with it, with where; empty: it can be saved. */
  problems: PersonaProblem[];
}

const BYTES_MAX = 1024 * 1024;

/** A persona in YAML (or JSON, which is YAML). A file that cannot be opened throws as everywhere. */
export async function readPersonaFile(path: string): Promise<PersonaFile> {
  const text = await readFile(path, "utf8");
  if (text.length > BYTES_MAX) return { written: null, problems: [{ path: "", problem: "is too long" }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => ({
      path: `line ${lines.linePos(pos[0]).line}`,
      problem: message.split("\n")[0] ?? message,
    }));
    return { written: null, problems };
  }
  // An empty file says nothing different from the defaults.
  const written: unknown = document.toJS({ maxAliasCount: 100 }) ?? {};
  return { written, problems: checkPersona(written).problems };
}
