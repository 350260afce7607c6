import { describe, expect, it } from "vitest";
import { allTools } from "@/domain/orchestrator/tools/all-tools";
import { describeTool } from "@/domain/orchestrator/tools/describe-tool";
import { handoverTool } from "@/domain/orchestrator/tools/handover";

/** What both providers understand (OpenAI, guides/function-calling; DeepSeek, guides/function_calling). */
const KNOWN = new Set(
  [
    "type properties required additionalProperties items description enum format pattern",
    "minLength maxLength minItems maxItems minimum maximum",
  ].flatMap((words) => words.split(" ")),
);

/** Every keyword of a schema, at any depth; the names of properties are none. */
function keywords(schema: unknown): string[] {
  if (typeof schema !== "object" || schema === null) return [];
  const { properties = {}, items, ...rest } = schema as Record<string, unknown>;
  const inner = [...Object.values(properties as object), items].flatMap(keywords);
  return [...Object.keys(schema), ...(rest.anyOf ? ["anyOf"] : []), ...inner];
}

describe("a tool as a provider is told of it", () => {
  it("has its name, what it is for and its arguments as a plain JSON Schema", () => {
    expect(describeTool(handoverTool)).toEqual({
      type: "function",
      function: {
        name: "handover",
        description: expect.stringContaining("person"),
        parameters: {
          type: "object",
          properties: {
            reason: { type: "string", minLength: 1, maxLength: 500, description: expect.any(String) },
            summary: {
              type: "array",
              maxItems: 3,
              items: { type: "string", minLength: 1, maxLength: 200 },
              description: expect.any(String),
            },
          },
          required: ["reason"],
          additionalProperties: false,
        },
      },
    });
  });

  it.each(allTools.map((tool) => [tool.name, tool] as const))(
    "%s uses only keywords that every provider has",
    (_, tool) => {
      const described = describeTool(tool);
      const parameters = described.type === "function" ? described.function.parameters : undefined;
      expect(keywords(parameters).filter((keyword) => !KNOWN.has(keyword))).toEqual([]);
    },
  );
});
