import { z } from "zod";
import type { JsonObject } from "../webhooks/envelope";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";

export const templateSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9_]{1,512}$/, "lower case letters, digits and underscores"),
  language: z.string().min(2),
  category: z.enum(["utility", "marketing", "authentication"]).default("utility"),
  /** With {{1}}, {{2}} … where the parameters go. */
  body: z.string().min(1),
  status: z.enum(["approved", "paused", "disabled"]).default("approved"),
  /** Quality-paced: the answer to a send carries `message_status`. */
  isPaced: z.boolean().default(false),
});

export type Template = z.output<typeof templateSchema>;

const KNOWN: z.input<typeof templateSchema>[] = [
  { name: "hello_world", language: "en_US", body: "Welcome and congratulations!" },
  ...["en", "en_US"].map((language) => ({
    name: "reopen_conversation",
    language,
    body: "Hello {{1}}, we have an answer to your message. Reply to go on.",
  })),
  { name: "reopen_conversation", language: "pt_BR", body: "Olá {{1}}, temos uma resposta à sua mensagem." },
  { name: "reopen_conversation", language: "es", body: "Hola {{1}}, tenemos una respuesta a tu mensaje." },
  { name: "order_update", language: "en_US", body: "Your order {{1}} is now {{2}}." },
  { name: "order_update", language: "pt_BR", body: "Seu pedido {{1}} agora está {{2}}." },
  {
    name: "spring_sale",
    language: "en_US",
    category: "marketing",
    isPaced: true,
    body: "Everything {{1}} off.",
  },
  { name: "login_code", language: "en_US", category: "authentication", body: "{{1}} is your code." },
  {
    name: "paused_offer",
    language: "en_US",
    category: "marketing",
    status: "paused",
    body: "Too many asked.",
  },
  { name: "disabled_offer", language: "en_US", category: "marketing", status: "disabled", body: "Gone." },
];

const PARAMETER_TYPES = [
  "text",
  "currency",
  "date_time",
  "image",
  "video",
  "document",
  "location",
  "payload",
];

/** The approved templates of the account. */
export class TemplateRegistry {
  readonly #byKey = new Map<string, Template>();

  constructor() {
    this.clear();
  }

  add(template: Template): void {
    this.#byKey.set(`${template.name} ${template.language}`, template);
  }

  list(): Template[] {
    return [...this.#byKey.values()];
  }

  /** Back to the built-in ones. */
  clear(): void {
    this.#byKey.clear();
    for (const template of KNOWN) this.add(templateSchema.parse(template));
  }

  /** The template a message names and the text it makes. Throws GraphRefusal 132xxx. */
  resolve(message: PayloadReader): { template: Template; text: string } {
    const name = message.text("name", { max: 512 });
    const language = message.object("language").text("code", { max: 20 });
    const template = this.#byKey.get(`${name} ${language}`);
    if (!template) throw new GraphRefusal(132001, `template name (${name}) does not exist in ${language}`);
    if (template.status === "paused") throw new GraphRefusal(132015, `template (${name}) is paused`);
    if (template.status === "disabled") throw new GraphRefusal(132016, `template (${name}) is disabled`);
    const values = bodyParameters(message);
    const expected = new Set(template.body.match(/\{\{\d+\}\}/g)).size;
    if (values.length !== expected) {
      const details = `body: number of localizable_params (${values.length}) does not match the expected number of params (${expected})`;
      throw new GraphRefusal(132000, details);
    }
    const text = template.body.replace(/\{\{(\d+)\}\}/g, (_, index) => values[Number(index) - 1] ?? "");
    return { template, text };
  }
}

function bodyParameters(message: PayloadReader): string[] {
  if (!message.has("components")) return [];
  const components = message.list("components", { min: 0, max: 20 });
  for (const component of components) component.oneOf("type", ["header", "body", "button"]);
  const body = components.find((component) => component.fields.type === "body");
  if (!body?.has("parameters")) return [];
  return body.list("parameters", { min: 0, max: 100 }).map((parameter) => {
    const type = String(parameter.fields.type);
    if (!PARAMETER_TYPES.includes(type)) throw new GraphRefusal(132012, `${parameter.name("type")}: ${type}`);
    const value =
      type === "text" ? parameter.fields.text : (parameter.fields[type] as JsonObject)?.fallback_value;
    if (type === "text" && (typeof value !== "string" || value === "")) {
      throw new GraphRefusal(132018, `${parameter.name("text")} must be a non-empty string`);
    }
    return String(value ?? type);
  });
}
