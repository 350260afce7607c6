import { LineCounter, parseDocument } from "yaml";
import { checkPersona, type PersonaProblem } from "./check-persona";

export interface PersonaText {
  written: unknown;
  /** Everything that is wrong with it, with where; empty: it can be saved. */
  problems: PersonaProblem[];
}

const CHARACTERS_MAX = 1024 * 1024;

/** A persona in YAML, or in JSON, which is YAML. */
export function readPersonaText(text: string): PersonaText {
  if (text.length > CHARACTERS_MAX)
    return { written: null, problems: [{ path: "", problem: "is too long" }] };
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => ({
      path: `line ${lines.linePos(pos[0]).line}`,
      problem: message.split("\n")[0] ?? message,
    }));
    return { written: null, problems };
  }
  // An empty text says nothing different from the defaults.
  const written: unknown = toValue(document) ?? {};
  return { written, problems: checkPersona(written).problems };
}

/** Aliases that multiply (a "billion laughs") are refused by the library with an error, and by us like any mistake. */
function toValue(document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    return error.message;
  }
}
