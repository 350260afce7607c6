import { z } from "zod";
import { choicePart, onlyOnce } from "./choice-part";
import type { Tool } from "./tool";

/** Meta's limits are checked by the content itself, in code points; here only what would be absurd is refused. */
const schema = z.strictObject({
  body: z
    .string()
    .trim()
    .min(1)
    .max(2_000)
    .describe("The question above the buttons, up to 1,024 characters"),
  buttons: z
    .array(z.string().trim().min(1).max(100))
    .min(1)
    .max(10)
    .describe("What can be tapped: 1 to 3 different texts of up to 20 characters"),
  footer: z.string().trim().min(1).max(200).optional().describe("Small print below, up to 60 characters"),
});

export const sendButtonsTool: Tool<z.output<typeof schema>> = {
  name: "send_buttons",
  tier: "reply",
  description:
    "End your reply with a question that the customer answers by tapping one of up to three buttons. It is sent after your text.",
  arguments: schema,
  run({ body, buttons, footer }, { earlier }) {
    onlyOnce(earlier.parts);
    const part = choicePart({
      type: "interactive",
      kind: "button",
      body,
      footer,
      buttons: buttons.map((title, at) => ({ id: String(at + 1), title })),
    });
    return { result: { willBeSent: true }, parts: [part] };
  },
};
