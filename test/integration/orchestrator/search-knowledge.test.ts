import { beforeEach, describe, expect, it } from "vitest";
import { searchKnowledgeTool } from "@/domain/orchestrator/tools/search-knowledge";
import { createOrganization, teach } from "../../support/knowledge";
import { ownDatabase } from "../../support/own-database";
import { setEnv } from "../../support/with-env";
import { contextOf } from "../../unit/domain/orchestrator/tools/context";

ownDatabase();

let organizationId: string;

beforeEach(async () => {
  setEnv({ OPENAI_API_KEY: undefined });
  organizationId = await createOrganization();
});

const search = (query: string) => searchKnowledgeTool.run({ query }, contextOf({ organizationId }));

describe("search_knowledge", () => {
  it("shows what it finds within the turn's border, and hands it on to be cited and checked", async () => {
    await teach(organizationId, "delivery.md", "# Delivery\nWe deliver on Sundays until noon.");
    const outcome = await search("delivery on Sundays");
    const { passages } = outcome.result as { passages: string };
    expect(passages).toContain("We deliver on Sundays until noon.");
    expect(passages).toContain("#border#");
    expect(outcome.passages).toMatchObject([{ passageId: expect.any(Number), title: "Delivery" }]);
    expect(outcome.passageTexts).toEqual([expect.stringContaining("We deliver on Sundays until noon.")]);
    expect(outcome.effects ?? []).toEqual([]);
  });

  it("shows nothing of another organization", async () => {
    await teach(await createOrganization(), "delivery.md", "# Delivery\nWe deliver on Sundays until noon.");
    expect(await search("delivery on Sundays")).toMatchObject({ result: { found: 0 } });
  });

  it("that finds nothing says so, and asks for no invention", async () => {
    expect(await search("delivery")).toEqual({
      result: { found: 0, advice: expect.stringContaining("Nothing is known") },
    });
  });
});
