import { isAppError } from "@/lib/errors";
import { type AddedDocument, addDocument, type NewDocument } from "./add-document";

export type AddOutcome = { source: string } & (
  | { added: AddedDocument; problem: null }
  | { added: null; problem: string }
);

/** Adds one after the other: one that cannot be read is named, and the others are added all the same. */
export async function addDocuments(
  documents: NewDocument[],
  onProgress: (outcome: AddOutcome, at: number) => void = () => undefined,
): Promise<AddOutcome[]> {
  const outcomes: AddOutcome[] = [];
  for (const document of documents) {
    const outcome = await tryOne(document);
    onProgress(outcome, outcomes.push(outcome));
  }
  return outcomes;
}

async function tryOne(document: NewDocument): Promise<AddOutcome> {
  const source = "url" in document.from ? document.from.url : document.from.name;
  try {
    return { source, added: await addDocument(document), problem: null };
  } catch (error) {
    if (!isAppError(error) || error.code !== "INVALID_INPUT") throw error;
    return { source, added: null, problem: error.message };
  }
}
