import type { ShownPassage } from "@/domain/ai-turns";

/** A passage that a search has found, with its words. */
export interface FoundPassage extends ShownPassage {
  heading: string | null;
  text: string;
}
