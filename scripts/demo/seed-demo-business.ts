import { join } from "node:path";
import { whichOrganization } from "@/domain/integrations";
import { addDocuments, listDocuments } from "@/domain/knowledge";
import { getPersona, savePersona } from "@/domain/persona";
import { SEED_SLUG } from "../db/seed-rows";
import { readPaths } from "../knowledge/read-paths";
import { readPersonaFile } from "../persona/read-persona-file";

type Say = (what: string) => void;

const ACTOR = "seed";
const FOLDER = join(import.meta.dirname);

/**
 * A persona and some documents, so that there is something to answer from. Only where there are none: what people have
 * written stays as they have left it.
 */
export async function seedDemoBusiness(say: Say): Promise<void> {
  const { id: organizationId } = await whichOrganization(SEED_SLUG);
  if ((await getPersona(organizationId)).version === null) {
    const { written } = await readPersonaFile(join(FOLDER, "persona.yaml"));
    await savePersona({ organizationId, basedOn: null, written, note: "The demo's", author: ACTOR });
    say("persona");
  }
  if ((await listDocuments(organizationId)).length > 0) return;
  const sources = await readPaths([join(FOLDER, "knowledge")]);
  const outcomes = await addDocuments(sources.map((from) => ({ organizationId, from, actor: ACTOR })));
  const problem = outcomes.find((outcome) => outcome.problem !== null)?.problem;
  if (problem) throw new Error(problem);
  say(`${outcomes.length} documents`);
}
