import { z } from "zod";
import type { Tool } from "./tool";

const SUMMARY_LINES_MAX = 3;

const schema = z.strictObject({
  reason: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe("One sentence for the colleague who takes over: why you stop"),
  summary: z
    .array(z.string().trim().min(1).max(200))
    .max(SUMMARY_LINES_MAX)
    .optional()
    .describe("Up to three lines: what the customer wants, what is known, what is open"),
});

export const handoverTool: Tool<z.output<typeof schema>> = {
  name: "handover",
  tier: "handover",
  description:
    "Let a person continue this conversation. Use it when the customer asks for one or you cannot help. You write nothing more after it until a person has answered.",
  arguments: schema,
  run({ reason, summary }) {
    const lines = summary?.map((line) => line.replaceAll(/\s+/g, " ")).join("\n");
    return { result: { handedOver: true }, handover: { reason, ...(lines && { summary: lines }) } };
  },
};
