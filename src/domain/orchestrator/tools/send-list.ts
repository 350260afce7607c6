import { z } from "zod";
import { choicePart, onlyOnce } from "./choice-part";
import type { Tool } from "./tool";

const text = (max: number) => z.string().trim().min(1).max(max);

const row = z.strictObject({
  title: text(200).describe("Up to 24 characters"),
  description: text(400).optional().describe("Up to 72 characters"),
});

/** Meta's limits are checked by the content itself, in code points; here only what would be absurd is refused. */
const schema = z.strictObject({
  body: text(2_000).describe("The question above the list, up to 1,024 characters"),
  button: text(100).describe("What opens the list, up to 20 characters, such as: See the times"),
  rows: z.array(row).min(1).max(50).describe("What can be chosen: 1 to 10 entries"),
  footer: text(200).optional().describe("Small print below, up to 60 characters"),
});

export const sendListTool: Tool<z.output<typeof schema>> = {
  name: "send_list",
  tier: "reply",
  description:
    "End your reply with a question that the customer answers by choosing from a list of up to ten entries. For up to three, use send_buttons. It is sent after your text.",
  arguments: schema,
  run({ body, button, rows, footer }, { earlier }) {
    onlyOnce(earlier.parts);
    const part = choicePart({
      type: "interactive",
      kind: "list",
      body,
      footer,
      button,
      sections: [{ rows: rows.map((entry, at) => ({ id: String(at + 1), ...entry })) }],
    });
    return { result: { willBeSent: true }, parts: [part] };
  },
};
