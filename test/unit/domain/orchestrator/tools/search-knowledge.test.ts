import { beforeEach, describe, expect, it, vi } from "vitest";
import { type FoundPassage, searchKnowledge } from "@/domain/knowledge";
import { searchKnowledgeTool } from "@/domain/orchestrator/tools/search-knowledge";
import { contextOf } from "./context";

vi.mock("@/domain/knowledge", () => ({ searchKnowledge: vi.fn() }));

const passage: FoundPassage = {
  passageId: 12,
  documentId: "document",
  documentVersion: 3,
  title: "Delivery",
  score: 0.7,
  heading: "Sundays",
  text: "We deliver on Sundays until noon.",
};

beforeEach(() => {
  vi.mocked(searchKnowledge).mockReset();
});

describe("search_knowledge", () => {
  it("shows what it finds within the turn's border, and hands it on to be cited and checked", async () => {
    vi.mocked(searchKnowledge).mockResolvedValue([passage]);
    const outcome = await searchKnowledgeTool.run({ query: "delivery" }, contextOf());
    const { passages } = outcome.result as { passages: string };
    expect(passages).toContain("We deliver on Sundays until noon.");
    expect(passages).toContain("#border#");
    const { heading: _heading, text, ...shown } = passage;
    expect(outcome).toMatchObject({ passages: [shown], passageTexts: [text] });
    expect(outcome.effects ?? []).toEqual([]);
  });

  it("searches the turn's organization only, and books it with the turn", async () => {
    vi.mocked(searchKnowledge).mockResolvedValue([]);
    const context = contextOf({ organizationId: "ours", jobId: 7, turnId: "turn" });
    await searchKnowledgeTool.run({ query: "delivery" }, context);
    expect(searchKnowledge).toHaveBeenCalledWith(
      expect.objectContaining({ organizationId: "ours", jobId: 7, turnId: "turn", signal: context.signal }),
    );
  });

  it("that finds nothing says so, and asks for no invention", async () => {
    vi.mocked(searchKnowledge).mockResolvedValue([]);
    const outcome = await searchKnowledgeTool.run({ query: "delivery" }, contextOf());
    expect(outcome).toEqual({ result: { found: 0, advice: expect.stringContaining("Nothing is known") } });
  });
});
