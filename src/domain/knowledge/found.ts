import type { ShownPassage } from "@/domain/ai-turns";

export interface FoundPassage extends ShownPassage {
  heading: string | null;
  text: string;
}
