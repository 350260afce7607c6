import type { ShownPassage } from "@/domain/ai-turns";

export interface FoundPassage extends ShownPassage {
  heading: string | null;
  text: string;
}

/** A stub until the module is there. */
export function searchKnowledge(_question: {
  organizationId: string;
  query: string;
  limit: number;
  jobId?: number;
  turnId?: string;
  signal?: AbortSignal;
}): Promise<FoundPassage[]> {
  return Promise.resolve([]);
}
