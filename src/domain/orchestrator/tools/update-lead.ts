import type { z } from "zod";
import { AppError } from "@/lib/errors";
import { leadDetails } from "./lead-details";
import type { Tool } from "./tool";

export const updateLeadTool: Tool<z.output<typeof leadDetails>> = {
  name: "update_lead",
  tier: "write",
  description:
    "Write down what the customer has said about themselves and what they want. Only what they said; give only what is new or has changed.",
  arguments: leadDetails,
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
