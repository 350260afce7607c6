import { z } from "zod";
import { AppError } from "@/lib/errors";
import { NOTIFICATIONS_MAX } from "../effect-limits";
import type { Tool } from "./tool";

const schema = z.strictObject({
  title: z.string().trim().min(1).max(120).describe("What it is about, in a few words"),
  body: z.string().trim().min(1).max(1_000).describe("What a colleague has to know"),
});

export const createNotificationTool: Tool<z.output<typeof schema>> = {
  name: "create_notification",
  tier: "write",
  description:
    "Tell the people of the business something they should know although you go on answering, such as an order or a complaint. The customer does not see it.",
  arguments: schema,
  run({ title, body }, { earlier }) {
    const count = earlier.effects.filter(({ kind }) => kind === "notify").length;
    if (count >= NOTIFICATIONS_MAX) {
      const message = `The colleagues were told ${count} things already in this turn; no more are taken.`;
      throw new AppError("INVALID_INPUT", message);
    }
    return { result: { willBeTold: true }, effects: [{ kind: "notify", title, body }] };
  },
};
