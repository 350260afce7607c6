import type { FoundPassage } from "@/domain/knowledge";
import { borderData } from "./border-data";

/** What the model reads of passages, in the prompt and as a result of a search: each with the mark it is cited by. */
export function presentPassages(passages: FoundPassage[], borderMark: string): string {
  return passages
    .map(({ passageId, title, heading, text }) => {
      const name = [title, heading].filter(Boolean).join(" › ").replaceAll(/\s+/g, " ");
      return `[K${passageId}]\n${borderData(`${name}\n${text}`, borderMark, "knowledge")}`;
    })
    .join("\n");
}
