import { fillTemplate } from "./fill-template";
import { GraphRefusal } from "./graph-error";
import type { PayloadReader } from "./payload-reader";
import { knownTemplates, type Template, templateSchema } from "./template";

/** The templates of the account. */
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
    for (const template of knownTemplates) this.add(templateSchema.parse(template));
  }

  /** The template a message names and the text it makes. Throws GraphRefusal 132xxx. */
  resolve(message: PayloadReader): { template: Template; text: string } {
    const name = message.text("name", { max: 512 });
    const language = message.object("language").text("code", { max: 20 });
    const template = this.#byKey.get(`${name} ${language}`);
    if (!template || template.status === "pending" || template.status === "rejected")
      throw new GraphRefusal(132001, `template name (${name}) does not exist in ${language}`);
    if (template.status === "paused") throw new GraphRefusal(132015, `template (${name}) is paused`);
    if (template.status === "disabled") throw new GraphRefusal(132016, `template (${name}) is disabled`);
    return { template, text: fillTemplate(template, message) };
  }
}
