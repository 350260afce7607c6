// What is known about a question. Full text always; where there are embeddings both, joined by reciprocal rank fusion (Cormack,
// Clarke, Büttcher 2009): ranks can be added where scores of two kinds cannot.

import { embeddingModel } from "@/infra/ai/embed";
import type { FoundPassage } from "./found";
import { searchByMeaning } from "./search-by-meaning";
import { searchByWords } from "./search-by-words";

export interface KnowledgeQuestion {
  organizationId: string;
  query: string;
  limit: number;
  jobId?: number;
  turnId?: string;
  signal?: AbortSignal;
}

/** The k of reciprocal rank fusion. */
const RANK_OFFSET = 60;
/** Of each kind of search, before they are joined. */
const CANDIDATES = 50;
/** Somebody who pastes a book asks with its beginning. */
const QUERY_CHARACTERS_MAX = 2_000;

/** The passages of one organization that fit a question best; none where nothing fits. */
export async function searchKnowledge(question: KnowledgeQuestion): Promise<FoundPassage[]> {
  const query = question.query.slice(0, QUERY_CHARACTERS_MAX).toWellFormed().replaceAll("\u0000", " ").trim();
  if (query === "" || question.limit < 1) return [];
  const asked = { ...question, query, candidates: Math.max(CANDIDATES, question.limit) };
  const [byWords, byMeaning] = await Promise.all([
    searchByWords(asked),
    embeddingModel() === null ? [] : searchByMeaning(asked),
  ]);
  const found = byMeaning.length === 0 ? byWords : fuse(byWords, byMeaning);
  return found.slice(0, question.limit);
}

function fuse(...lists: FoundPassage[][]): FoundPassage[] {
  const scores = new Map<number, number>();
  const passages = new Map<number, FoundPassage>();
  for (const list of lists) {
    for (const [at, passage] of list.entries()) {
      const earlier = scores.get(passage.passageId) ?? 0;
      scores.set(passage.passageId, earlier + 1 / (RANK_OFFSET + at + 1));
      passages.set(passage.passageId, passage);
    }
  }
  return [...passages.values()]
    .map((passage) => ({ ...passage, score: scores.get(passage.passageId) ?? 0 }))
    .sort((a, b) => b.score - a.score || a.passageId - b.passageId);
}
