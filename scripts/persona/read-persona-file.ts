import { readFile } from "node:fs/promises";
import { type PersonaText, readPersonaText } from "@/domain/persona";

export type PersonaFile = PersonaText;

/** A persona in a file. One that cannot be opened throws as everywhere. */
export async function readPersonaFile(path: string): Promise<PersonaFile> {
  return readPersonaText(await readFile(path, "utf8"));
}
