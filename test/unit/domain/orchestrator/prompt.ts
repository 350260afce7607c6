import type { FoundPassage } from "@/domain/knowledge";
import { buildPrompt, type Prompt } from "@/domain/orchestrator/build-prompt";
import type { Turn } from "@/domain/outbound";
import { parsePersona } from "@/domain/persona";

/** The prompt of a turn with the persona that is stored in it. */
export function promptOf(turn: Turn, passages: FoundPassage[] = []): Prompt {
  const { content: persona } = parsePersona(turn.storedPersona);
  return buildPrompt(turn, { persona, passages });
}

/** The conversation as it is told, without the borders around what the customer has written. */
export function toldIn(turn: Turn): string[] {
  const { messages, borderMark } = promptOf(turn);
  const border = new RegExp(`^<data-${borderMark} from="customer">\n([\\s\\S]*)\n</data-${borderMark}>$`);
  return messages.slice(1).map(({ content }) => border.exec(String(content))?.[1] ?? String(content));
}

export function passage(passageId: number, text: string): FoundPassage {
  return {
    passageId,
    documentId: "document",
    documentVersion: 1,
    title: "Prices",
    heading: null,
    score: 1,
    text,
  };
}
