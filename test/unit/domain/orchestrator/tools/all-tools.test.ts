import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { allTools, offeredTools } from "@/domain/orchestrator/tools/all-tools";
import { describeTool } from "@/domain/orchestrator/tools/describe-tool";

const FOLDER = "src/domain/orchestrator/tools";
/** What needs a database is tried beside what carries it out. */
const TESTS = ["test/unit/domain/orchestrator/tools", "test/integration/orchestrator"];

const isTool = (value: unknown): value is { name: string } =>
  typeof value === "object" && value !== null && "tier" in value && "run" in value;

/** The tools that the files of the folder export, by file. */
async function toolsInFiles() {
  const files = readdirSync(FOLDER).map((file) => file.replace(/\.ts$/, ""));
  const modules = await Promise.all(
    files.map(async (file) => ({
      file,
      exported: Object.values(await import(`@/domain/orchestrator/tools/${file}.ts`)),
    })),
  );
  return modules.flatMap(({ file, exported }) => exported.filter(isTool).map(({ name }) => ({ file, name })));
}

describe("the tools", () => {
  it("are one file each, named after it, and every one is listed", async () => {
    const found = await toolsInFiles();
    expect(found.map(({ name }) => name).sort()).toEqual(allTools.map(({ name }) => name).sort());
    expect(found.filter(({ file, name }) => file !== name.replaceAll("_", "-"))).toEqual([]);
  });

  it("have one test each", async () => {
    const tests = TESTS.flatMap((folder) => readdirSync(folder));
    const untested = (await toolsInFiles()).filter(({ file }) => !tests.includes(`${file}.test.ts`));
    expect(untested).toEqual([]);
  });

  it("have names that providers take and a persona may list", () => {
    for (const { name } of allTools) expect(name).toMatch(/^[a-z][a-z_]{2,40}$/);
    expect(new Set(allTools.map(({ name }) => name)).size).toBe(allTools.length);
  });

  it("are all offered where the persona says nothing, and only those it lists where it does", () => {
    expect(offeredTools({}).map(({ name }) => name)).toEqual(allTools.map(({ name }) => name));
    expect(offeredTools({ tools: ["search_knowledge"] }).map(({ name }) => name)).toEqual([
      "search_knowledge",
      "handover",
    ]);
  });

  it("leave the way to a person open, whatever the persona lists", () => {
    expect(offeredTools({ tools: [] }).map(({ name }) => name)).toEqual(["handover"]);
  });

  it("take nothing that is not in their schema, and name no place outside the turn", () => {
    for (const tool of allTools) {
      const { parameters } = describeFunction(tool);
      expect(parameters, tool.name).toMatchObject({ type: "object", additionalProperties: false });
      const names = JSON.stringify(parameters);
      expect(names, tool.name).not.toMatch(/organization|conversation|contactId|phone|userId/i);
    }
  });
});

function describeFunction(tool: (typeof allTools)[number]) {
  const described = describeTool(tool);
  if (described.type !== "function") throw new Error("It is not described as a function");
  return described.function;
}
