import { z } from "zod";
import type { Tool } from "./tool";

const handoverArguments = z.strictObject({
  reason: z.string().trim().min(1).max(500).describe("One sentence for the colleague who takes over."),
  summary: z
    .string()
    .trim()
    .max(1_000)
    .optional()
    .describe("Up to three lines: what is wanted, known, open."),
});

export const handover: Tool<z.infer<typeof handoverArguments>> = {
  name: "handover",
  tier: "handover",
  description:
    "Let a person continue this conversation. Use it when the customer asks for one or you cannot help.",
  arguments: handoverArguments,
  run: ({ reason, summary }) => ({ result: { ok: true }, handover: { reason, summary } }),
};
