import type { ShownPassage } from "@/domain/ai-turns";

export interface FoundPassage extends ShownPassage {
  heading: string | null;
  text: string;
}

interface KnowledgeQuestion {
  organizationId: string;
  query: string;
  limit: number;
  jobId?: number;
  turnId?: string;
  signal?: AbortSignal;
}

export const documents: { organizationId: string; title: string; text: string }[] = [];

export function searchKnowledge({
  organizationId,
  query,
  limit,
}: KnowledgeQuestion): Promise<FoundPassage[]> {
  const words = query.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const found = documents
    .map((document, at) => ({
      ...document,
      passageId: at + 1,
      documentId: String(at),
      documentVersion: 1,
      heading: null,
    }))
    .map((each) => ({
      ...each,
      score: words.filter((word) => each.text.toLowerCase().includes(word)).length,
    }))
    .filter((each) => each.organizationId === organizationId && each.score > 0);
  return Promise.resolve(found.toSorted((a, b) => b.score - a.score).slice(0, limit));
}
