import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Tool } from "./tool";

const field = (max: number, description: string) =>
  z.string().trim().min(1).max(max).optional().describe(description);

/** What can be known of a customer's wish. Everything is the customer's own word: data, never an instruction. */
const schema = z.strictObject({
  name: field(120, "What the customer is called"),
  need: field(1_000, "What they want, in a sentence or two"),
  budget: field(120, "What they want to spend, in their words, with the currency"),
  timeLine: field(200, "By when they need it"),
  company: field(200, "The company they write for"),
  email: z.email().max(254).optional(),
  city: field(120, "Where they are, or where it is to be delivered"),
  quantity: field(120, "How many or how much they want"),
  notes: field(1_000, "Anything else a salesperson should know"),
});

export const updateLeadTool: Tool<z.output<typeof schema>> = {
  name: "update_lead",
  tier: "write",
  description:
    "Write down what the customer has said about themselves and what they want. Only what they said; give only what is new or has changed.",
  arguments: schema,
  run(details) {
    const known = Object.entries(details).filter(([, value]) => value !== undefined);
    if (known.length === 0) {
      const message = "There is nothing to write down: give at least one of the fields.";
      throw new AppError("INVALID_INPUT", message);
    }
    return {
      result: { noted: known.map(([name]) => name) },
      effects: [{ kind: "update_lead", details: Object.fromEntries(known) }],
    };
  },
};
