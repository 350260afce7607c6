import { isDeepStrictEqual } from "node:util";
import type { PersonaContent } from "./persona";

export interface PersonaChange {
  /** handover.afterMisunderstandings, facts, … */
  path: string;
  /** Undefined: it was not said. */
  before: unknown;
  after: unknown;
}

/** The fields in which two personas differ, with their defaults filled in; a list is one field. */
export function diffPersonas(before: PersonaContent, after: PersonaContent): PersonaChange[] {
  const old = new Map(flatten(before));
  const now = new Map(flatten(after));
  const paths = [...new Set([...now.keys(), ...old.keys()])];
  return paths
    .map((path) => ({ path, before: old.get(path), after: now.get(path) }))
    .filter((change) => !isDeepStrictEqual(change.before, change.after));
}

function flatten(value: object, above = ""): [path: string, value: unknown][] {
  return Object.entries(value).flatMap(([name, member]) => {
    const isGroup = typeof member === "object" && member !== null && !Array.isArray(member);
    return isGroup ? flatten(member, `${above}${name}.`) : [[`${above}${name}`, member] as [string, unknown]];
  });
}
