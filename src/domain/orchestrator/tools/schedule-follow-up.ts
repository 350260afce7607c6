import { z } from "zod";
import { AppError } from "@/lib/errors";
import type { Tool } from "./tool";

/** What is left of the service window when a follow-up is due: time to think, to wait for a number, to try again. */
const MARGIN_MINUTES = 30;

const schema = z.strictObject({
  inMinutes: z.int().min(1).max(1_440).describe("How many minutes from now"),
  note: z
    .string()
    .trim()
    .min(1)
    .max(500)
    .describe("For yourself: what to write about then, such as: ask whether the photos have arrived"),
});

export const scheduleFollowUpTool: Tool<z.output<typeof schema>> = {
  name: "schedule_follow_up",
  tier: "write",
  description:
    "Come back to the customer by yourself later today, when you have agreed on it with them. It is dropped when they write before. A new one takes the place of one that waits.",
  arguments: schema,
  run({ inMinutes, note }, { turn, earlier }) {
    if (earlier.effects.some(({ kind }) => kind === "follow_up"))
      throw new AppError("INVALID_INPUT", "This turn has agreed on a follow-up already; one is enough.");
    const { windowClosesAt, readAt } = turn;
    const minutesMax = Math.floor(((windowClosesAt ?? readAt) - readAt) / 60_000) - MARGIN_MINUTES;
    if (minutesMax < 1)
      throw new AppError("INVALID_INPUT", "No follow-up is possible: WhatsApp lets nothing through by then.");
    if (inMinutes > minutesMax) {
      const message = `inMinutes is ${inMinutes}; WhatsApp lets a follow-up through for ${minutesMax} minutes at most.`;
      throw new AppError("INVALID_INPUT", message);
    }
    return { result: { agreed: true, inMinutes }, effects: [{ kind: "follow_up", inMinutes, note }] };
  },
};
