import { z } from "zod";
import { searchKnowledge } from "@/domain/knowledge";
import { presentPassages } from "../present-passages";
import type { Tool } from "./tool";

const PASSAGES_MAX = 5;

const NOTHING =
  "Nothing is known about this. State no fact about the business that you were not given; offer a person instead.";

const schema = z.strictObject({
  query: z
    .string()
    .trim()
    .min(2)
    .max(300)
    .describe("What to look for, in the words of the business, such as: opening hours on Sunday"),
});

/** Looks up what the business has told about itself. Whose it is comes from the turn. */
export const searchKnowledgeTool: Tool<z.output<typeof schema>> = {
  name: "search_knowledge",
  tier: "read",
  description:
    "Search what the business has written down about itself. Use it before you state a fact about the business that you were not given, and cite the passages you use.",
  arguments: schema,
  async run({ query }, { organizationId, jobId, turnId, borderMark, signal }) {
    const found = await searchKnowledge({
      organizationId,
      query,
      limit: PASSAGES_MAX,
      jobId,
      turnId,
      signal,
    });
    if (found.length === 0) return { result: { found: 0, advice: NOTHING } };
    return {
      result: { found: found.length, passages: presentPassages(found, borderMark) },
      passages: found.map(({ heading: _heading, text: _text, ...shown }) => shown),
      passageTexts: found.map(({ text }) => text),
    };
  },
};
