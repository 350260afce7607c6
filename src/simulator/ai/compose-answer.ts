import { type ChatRequest, type ChatTool, textOf, unansweredTexts } from "./chat-request";
import { answerQuestions, anyWord, type Language, languageOf, quote } from "./faq";
import { fillArguments } from "./fill-arguments";
import { stripBorders } from "./strip-borders";

/** What the model says: words, calls of tools, or both. */
export interface AiAnswer {
  text: string | null;
  toolCalls: { name: string; arguments: string }[];
  /** Instead of "stop" or "tool_calls". */
  finishReason?: string;
  /** Tokens of the request that count as still in the cache; at most all. */
  cachedTokens?: number;
}

interface Trigger {
  tool: string;
  pattern: RegExp;
  hints: (text: string) => Record<string, unknown>;
}

const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/;
const NAME = /(?:my name is|meu nome é|me chamo|me llamo|mi nombre es)\s+(\p{L}+)/iu;

const options = [
  { id: "prices", title: "Prices", description: "What it costs", payload: "prices" },
  { id: "delivery", title: "Delivery", description: "When it comes", payload: "delivery" },
  { id: "person", title: "Talk to a person", description: "Our team answers", payload: "person" },
];

/** When the script uses a tool, if it is offered. The first that fits; a wish for a person comes before all. */
const TRIGGERS: Trigger[] = [
  {
    tool: "handover",
    pattern: anyWord(
      "human|person|representative|(?:human|live|real) agent|(?:speak|talk) (?:to|with) (?:an? )?(?:agent|someone)",
      "humano|pessoa|atendente|alguém de verdade",
      "persona|agente|asesora?",
    ),
    hints: (text) => ({
      reason: `The customer asked for a person: ${text}`,
      summary: text,
      urgency: "normal",
    }),
  },
  {
    tool: "create_notification",
    pattern: anyWord("urgent|complaint", "urgente|reclamação", "queja"),
    hints: (text) => ({ title: "Customer needs attention", body: text, message: text, severity: "high" }),
  },
  {
    tool: "update_lead",
    pattern: new RegExp(`${NAME.source}|${EMAIL.source}`, "iu"),
    hints: (text) => {
      const name = NAME.exec(text)?.[1];
      const email = EMAIL.exec(text)?.[0];
      return { ...(name ? { name } : {}), ...(email ? { email } : {}), notes: text };
    },
  },
  {
    tool: "send_list",
    pattern: anyWord("menu|catalog|catalogue", "cardápio|catálogo", "menú"),
    hints: () => ({
      body: "What would you like to know?",
      text: "What would you like to know?",
      button: "Choose",
      buttonText: "Choose",
      sections: [{ title: "Topics", rows: options, items: options }],
      rows: options,
      items: options,
    }),
  },
  {
    tool: "send_buttons",
    pattern: anyWord("options", "opções", "opciones"),
    hints: () => ({
      body: "What would you like to know?",
      text: "What would you like to know?",
      buttons: options,
    }),
  },
  {
    tool: "search_knowledge",
    pattern: anyWord("warranty|refund|return policy", "garantia|devolução|reembolso", "garantía|devolución"),
    hints: (text) => ({ query: text, limit: 3 }),
  },
];

const HANDOVER: Record<Language, string> = {
  en: "Of course, one of our team will take over from here.",
  pt: "Claro, alguém da nossa equipe vai continuar o atendimento.",
  es: "Claro, una persona de nuestro equipo te atenderá enseguida.",
};
const FOUND: Record<Language, string> = {
  en: "Here is what I found:",
  pt: "Encontrei isto:",
  es: "Esto es lo que encontré:",
};
const KNOWLEDGE_QUOTED_MAX = 300;

function callTool(tools: ChatTool[], text: string): AiAnswer["toolCalls"] {
  for (const { tool: name, pattern, hints } of TRIGGERS) {
    const tool = tools.find((offered) => offered.function.name === name);
    if (!tool || !pattern.test(text)) continue;
    return [{ name, arguments: fillArguments(tool.function.parameters, hints(text), text) }];
  }
  return [];
}

/**
 * What a helpful model would say, always the same for the same messages: it quotes every unanswered text of the
 * customer, answers frequent questions in their language, and calls a tool where one is called for, once per turn.
 */
export function composeAnswer(request: ChatRequest): AiAnswer {
  const texts = unansweredTexts(request.messages);
  const asked = texts.join("\n");
  const language = languageOf(asked);
  const last = request.messages.at(-1);
  const isFollowUp = last?.role === "tool" || last?.role === "function";
  const isToolWanted = !isFollowUp && request.tool_choice !== "none";
  const toolCalls = isToolWanted ? callTool(request.tools ?? [], asked) : [];
  const isHandover = toolCalls[0]?.name === "handover";
  const said = isHandover ? HANDOVER[language] : answerQuestions(asked, language, toldIn(request));
  const result = isFollowUp ? stripBorders(textOf(last)).slice(0, KNOWLEDGE_QUOTED_MAX) : "";
  const found = result.length > 0 && isKnowledge(request) ? ` ${FOUND[language]} ${result}` : "";
  return { text: texts.length > 0 ? `${said}${found} ${quote(texts, language)}` : said, toolCalls };
}

function isKnowledge(request: ChatRequest): boolean {
  const caller = request.messages.findLast((message) => message.role === "assistant");
  return JSON.stringify(caller?.tool_calls ?? []).includes("search_knowledge");
}

/** What the model was told beside the conversation; null where nobody has told it anything. */
function toldIn({ messages }: ChatRequest): string | null {
  const told = messages.filter(({ role }) => role !== "user" && role !== "assistant");
  return told.length > 0 ? told.map(textOf).join("\n") : null;
}
