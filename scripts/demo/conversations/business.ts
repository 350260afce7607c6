// The business around the conversations: who works there, what they stick on conversations, what they answer again and again.

import type { Agent } from "./script";

export const agents: Record<Agent, { name: string; email: string }> = {
  lea: { name: "Léa Moreau", email: "lea@demo.example" },
  omar: { name: "Omar Siddiqui", email: "omar@demo.example" },
  ines: { name: "Inês Carvalho", email: "ines@demo.example" },
};

export const labels: Record<string, string> = {
  Urgent: "red",
  Refund: "orange",
  Payment: "yellow",
  Sales: "green",
  VIP: "purple",
  Wholesale: "teal",
};

export const cannedReplies: Record<string, string> = {
  hello: "Hello {{name}}, this is {{agent}}. What can I do for you?",
  moment: "One moment please, I am looking into it.",
  return: "You can send it back within 30 days, unused and in its box. We pay for the return label.",
  refund: "The money goes back to the card or account it came from, within five working days.",
  thanks: "Thank you, {{name}}! Have a nice day. 🙂",
};

/** A number of which Meta refuses everything: its jobs wait. */
export const secondNumber = {
  name: "Wholesale",
  phoneNumberId: "106540352242999",
  displayPhoneNumber: "+1 555 010 0200",
  stoppedCode: "190",
  stoppedReason: "The access token has expired",
};

export const templates = [
  {
    name: "order_news",
    language: "en",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Hello {{1}}, there is news about your order {{2}}. Answer here and we go on.",
        example: { body_text: [["Ana", "10392"]] },
      },
    ],
  },
  {
    name: "order_news",
    language: "pt_BR",
    category: "UTILITY",
    components: [
      {
        type: "BODY",
        text: "Olá {{1}}, há novidades do seu pedido {{2}}. Responda aqui e continuamos.",
        example: { body_text: [["Ana", "10392"]] },
      },
    ],
  },
  {
    name: "winter_lights",
    language: "en",
    category: "MARKETING",
    components: [
      { type: "HEADER", format: "TEXT", text: "Winter lights" },
      {
        type: "BODY",
        text: "Warm light for long evenings, {{1}}: from $39.",
        example: { body_text: [["Ana"]] },
      },
      { type: "FOOTER", text: "Write STOP to get no more of these." },
      { type: "BUTTONS", buttons: [{ type: "URL", text: "See them", url: "https://example.com/winter" }] },
    ],
  },
];
