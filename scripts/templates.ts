// Message templates from a terminal: the only thing Meta sends more than 24 hours after the customer's last message.
// Usage: npm run templates -- sync                                read them from Meta; the cron and the worker do so every six hours
//        npm run templates -- list [--json]
//        npm run templates -- show <name> <language>
//        npm run templates -- use reply <name> <language> [--param "{{customer_name|there}}" …]
//        npm run templates -- use reply --none
//        npm run templates -- send <conversation id> <name> <language> [--param …]
//        options: --number <phone number id> where there are several; --param name=value for named parameters;
//        --header-text, --header-image|video|document <link>, --button <index>:<kind>=<value> (kind: url, quick_reply, …)

import { randomUUID } from "node:crypto";
import { Argument, Command } from "commander";
import { whichIntegration } from "@/domain/integrations";
import { replyAsPerson } from "@/domain/outbound";
import {
  chooseTemplate,
  dropTemplate,
  getTemplate,
  listTemplates,
  shapeOf,
  syncTemplates,
  type TemplatePurpose,
  templatePurposes,
} from "@/domain/templates";
import type { TemplateParameters } from "@/infra/whatsapp/outbound-content-template";
import { AppError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";
import { operator } from "./local/operator";
import { runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";

interface Options {
  number?: string;
  param?: string[];
  headerText?: string;
  headerImage?: string;
  headerVideo?: string;
  headerDocument?: string;
  button?: string[];
  json?: boolean;
  none?: boolean;
}

const program = new Command("npm run templates --").description("The message templates of a number.");

command("sync", "read all templates from Meta").action(({ number }: Options) =>
  work(async () => {
    const { id, phoneNumberId } = await whichIntegration(number);
    const { listed, gone, unreadable } = await syncTemplates(id);
    const told = `${phoneNumberId}: ${listed} template(s); ${gone} that were known are gone.`;
    if (unreadable === 0) return told;
    return `${told} ${unreadable} could not be read, so none was taken for gone.`;
  }),
);

command("list", "the templates as they were last read")
  .option("--json", "as JSON")
  .action(({ number, json }: Options) =>
    work(async () => {
      const templates = await listTemplates((await whichIntegration(number)).id);
      if (json) return JSON.stringify(templates, null, 2);
      const lines = templates.map(
        ({ name, language, status, category, rejectedReason }) =>
          `${name}  ${language}  ${status}  ${category}  ${rejectedReason ?? ""}`,
      );
      return lines.join("\n") || "No templates. Read them with: npm run templates -- sync";
    }),
  );

command("show", "one template with its parameters")
  .argument("<name>")
  .argument("<language>")
  .action((name: string, language: string, { number }: Options) =>
    work(async () => {
      const template = await getTemplate((await whichIntegration(number)).id, name, language);
      const { header, body, places, footer, buttons } = shapeOf(template);
      return [
        `${name} (${language}): ${template.status}, ${template.category}, parameters: ${places.join(", ") || "none"}`,
        ...(header ? [`[${header.format}] ${header.text}`.trim()] : []),
        body,
        ...(footer ? [footer] : []),
        ...buttons.map(
          ({ type, text, isFilled }, at) =>
            `button ${at}: ${type} ${text}${isFilled ? " (needs a value)" : ""}`,
        ),
      ].join("\n");
    }),
  );

parameters(command("use", "use a template for a purpose, or none"))
  .addArgument(
    new Argument("<purpose>", "reply: the window has closed before the answer").choices(templatePurposes),
  )
  .argument("[name]")
  .argument("[language]")
  .option("--none", "use none any more")
  .action((...given: [TemplatePurpose, string | undefined, string | undefined, Options]) =>
    work(async () => {
      const [purpose, name = "", language = "", options] = given;
      const { id } = await whichIntegration(options.number);
      if (options.none) {
        await dropTemplate(id, purpose);
        return `No template is used for "${purpose}" any more.`;
      }
      const choice = { integrationId: id, purpose, name, language, parameters: toParameters(options) };
      const { preview } = await chooseTemplate(choice);
      return `${name} (${language}) is used for "${purpose}". A customer called Ana would read:\n${preview ?? ""}`;
    }),
  );

parameters(command("send", "send a template as a person, and take the conversation over"))
  .argument("<conversation-id>", "", wholeNumber(1))
  .argument("<name>")
  .argument("<language>")
  .action((...given: [number, string, string, Options]) =>
    work(async () => {
      const [conversationId, name, language, options] = given;
      const content = { type: "template", name, language, parameters: toParameters(options) };
      const actor = operator();
      const reply = { conversationId, actor, content, clientId: randomUUID() };
      const job = await replyAsPerson(reply, newRequestId("inbox"));
      return `Job ${job} sends it. Look at it with: npm run jobs -- show ${job}`;
    }),
  );

await program.parseAsync();

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--number <phone-number-id>", "Meta's id of the number");
}

function parameters(to: Command): Command {
  const collect = (value: string, earlier: string[] = []) => [...earlier, value];
  return to
    .option("--param <value>", "of the body, in order; name=value where they have names", collect)
    .option("--header-text <text>", "what the header's place is filled with")
    .option("--header-image <link>", "the header's image")
    .option("--header-video <link>", "the header's video")
    .option("--header-document <link>", "the header's document")
    .option("--button <index:kind=value>", "what a button is filled with", collect);
}

function toParameters(options: Options): TemplateParameters {
  const { param, button, headerText } = options;
  const files = { image: options.headerImage, video: options.headerVideo, document: options.headerDocument };
  const [type, link] = Object.entries(files).find(([, address]) => address !== undefined) ?? [];
  const header = headerText === undefined ? type && { type, link } : { type: "text", text: headerText };
  // Checked by the verb, which says what is wrong.
  return { header, body: param && toBody(param), buttons: button?.map(toButton) } as TemplateParameters;
}

/** `name=value` for each: they have names. */
function toBody(params: string[]): TemplateParameters["body"] {
  const named = params.map((param) => /^([a-z0-9_]+)=(.*)$/s.exec(param));
  if (!named.every((match) => match !== null)) return params;
  return Object.fromEntries(named.map(([, name, value]) => [name, value]));
}

function toButton(text: string): { index: number; kind: string; value: string } {
  const [, index, kind, value] = /^(\d):([a-z_]+)=(.+)$/s.exec(text) ?? [];
  if (index === undefined || kind === undefined || value === undefined)
    throw new AppError("INVALID_INPUT", `--button ${text} is not <index>:<kind>=<value>`);
  return { index: Number(index), kind, value };
}

function work(action: () => Promise<string>): Promise<void> {
  return runWithDatabase(async () => {
    process.stdout.write(`${await action()}\n`);
    return 0;
  });
}
