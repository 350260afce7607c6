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

export function searchKnowledge(_question: KnowledgeQuestion): Promise<FoundPassage[]> {
  return Promise.resolve([]);
}
