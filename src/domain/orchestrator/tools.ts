import type { ChatCompletionTool } from "openai/resources/chat/completions";

/** What the model may do besides writing. Nothing else is ever carried out, whatever it calls. */
export const tools: ChatCompletionTool[] = [
  {
    type: "function",
    function: {
      name: "handover",
      description:
        "Let a person continue this conversation. Use it when the customer asks for one or you cannot help.",
      parameters: {
        type: "object",
        properties: {
          reason: { type: "string", description: "One sentence for the colleague who takes over." },
        },
        required: ["reason"],
        additionalProperties: false,
      },
    },
  },
];
