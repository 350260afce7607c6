// Sends the webhook Meta would send: every message type and every other field, signed as Meta signs, with the
// environment's WHATSAPP_APP_SECRET.
// Usage: npm run trigger -- message.image --text "The blue one" --from 5511987654321
//        npm run trigger -- message.text --user-id US.13491208655302741918 --username ana      no phone number
//        npm run trigger -- message.text --count 20 --batch --duplicate 3
//        npm run trigger -- message.voice --simulator http://127.0.0.1:4010                   its file can be fetched
//        npm run trigger -- --list
// Exit code: 0 all answered 200, 1 answered otherwise, 2 could not be sent.

import { Command, Option } from "commander";
import { describeError } from "@/lib/errors";
import {
  ControlClient,
  catalogue,
  composeBody,
  createComposer,
  type Example,
  type ExampleRequest,
  exampleRequestSchema,
  findExample,
  similarNames,
} from "@/simulator";
import { type ExitCode, loadEnvFiles } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";
import {
  type Answer,
  describeAnswers,
  exitCodeOfAnswers,
  postWebhook,
  targetOf,
} from "./trigger/post-webhook";

const DEFAULT_CUSTOMER = "5511987654321";

interface Options {
  from?: string;
  userId?: string | false;
  parentUserId?: string;
  username?: string;
  name?: string;
  phone: boolean;
  to?: string;
  waba?: string;
  text?: string;
  emoji?: string;
  quote?: string;
  wamid?: string;
  timestamp?: number;
  count: number;
  batch?: boolean;
  layout: "value" | "changes" | "entries";
  duplicate: number;
  url?: string;
  simulator?: string;
  list?: boolean;
  json?: boolean;
  print?: boolean;
}

const program = new Command("npm run trigger --")
  .description("Sends the webhook Meta would send, signed with WHATSAPP_APP_SECRET.")
  .argument("[name]", "which one; --list tells all")
  .option("--list", "all names, with a line about each")
  .option("--text <text>", "what is written, or the caption")
  .option("--emoji <emoji>", "of a reaction")
  .option("--quote <wamid>", "the message answered, reacted to, edited, taken back or told about")
  .option("--from <phone>", `the customer, ${DEFAULT_CUSTOMER} unless --user-id is given`)
  .option("--user-id <id>", "the customer's business-scoped user id")
  .option("--no-user-id", "no user id, as before April 2026")
  .option("--parent-user-id <id>", "the customer's id in the parent portfolio")
  .option("--username <name>", "the customer's username")
  .option("--name <name>", "the customer's profile name")
  .option("--no-phone", "Meta withholds the phone number")
  .option("--to <id>", "phone_number_id of the business, WHATSAPP_PHONE_NUMBER_ID unless given")
  .option("--waba <id>", "the business account")
  .option("--wamid <id>", "the message's own id")
  .option("--timestamp <seconds>", "when Meta says it was written", wholeNumber(0))
  .option("--count <n>", "so many, each a message of its own", wholeNumber(0), 1)
  .option("--batch", "all in one webhook")
  .addOption(
    new Option("--layout <layout>", "how they share it")
      .choices(["value", "changes", "entries"])
      .default("value"),
  )
  .option("--duplicate <n>", "the same bytes so many more times, at once", wholeNumber(0), 0)
  .option("--url <url>", "the webhook, APP_URL/api/webhooks/whatsapp unless given")
  .option("--simulator <url>", "let a running simulator send it, so that files can be fetched from there")
  .option("--print", "show the body and send nothing")
  .option("--json", "print the result as JSON")
  .parse();

loadEnvFiles();
try {
  process.exitCode = await main(program.args[0], program.opts<Options>());
} catch (error) {
  process.stderr.write(`${describeError(error)}\n`);
  process.exitCode = 2;
}

function main(name: string | undefined, options: Options): Promise<ExitCode> | ExitCode {
  if (options.list) return list(options);
  if (!name) return program.help({ error: true });
  const example = findExample(name);
  if (!example) {
    const similar = similarNames(name).map((known) => `  ${known}`);
    const hint = similar.length > 0 ? ["Did you mean", ...similar] : ["npm run trigger -- --list tells all."];
    throw new Error([`There is no ${name}.`, ...hint].join("\n"));
  }
  const requests = Array.from({ length: options.count }, () => requestOf(options));
  return options.simulator ? trigger(example, requests, options) : send(example, requests, options);
}

function list({ json }: Options): ExitCode {
  const width = Math.max(...catalogue.map(({ name }) => name.length));
  const lines = catalogue.map(({ name, summary }) => `${name.padEnd(width)}  ${summary}`);
  const rows = catalogue.map(({ name, summary }) => ({ name, summary }));
  print(json ? JSON.stringify(rows, null, 2) : lines.join("\n"));
  return 0;
}

function requestOf(options: Options): ExampleRequest {
  const { userId, parentUserId, username, name, text, emoji, quote, wamid, timestamp, to, phone } = options;
  const known = userId === false ? undefined : userId;
  return exampleRequestSchema.parse({
    from: options.from ?? (known === undefined ? DEFAULT_CUSTOMER : undefined),
    userId: known,
    omitUserId: userId === false,
    omitPhone: !phone,
    phoneNumberId: to ?? (process.env.WHATSAPP_PHONE_NUMBER_ID || undefined),
    ...{ parentUserId, username, name, text, emoji, quote, wamid, timestamp },
  });
}

/** Without a simulator: composed and signed here. What it says of files nobody can fetch. */
async function send(example: Example, requests: ExampleRequest[], options: Options): Promise<ExitCode> {
  const composer = createComposer({ phoneNumberId: requests[0]?.phoneNumberId, wabaId: options.waba });
  const groups = options.batch ? [requests] : requests.map((request) => [request]);
  const bodies = groups.map((group) => composeBody(example, group, { ...composer, layout: options.layout }));
  if (options.print) {
    for (const body of bodies) print(JSON.stringify(body, null, 2));
    return 0;
  }
  const target = targetOf(options);
  const copies = Array.from({ length: options.duplicate + 1 });
  const posts = bodies.flatMap((body) => copies.map(() => postWebhook(target, body)));
  return report(example, await Promise.all(posts), { ...options, where: target.url });
}

async function trigger(example: Example, requests: ExampleRequest[], options: Options): Promise<ExitCode> {
  if (options.print || options.url)
    throw new Error("A simulator sends by its own settings: give neither --print nor --url");
  const { simulator = "", batch, layout, duplicate } = options;
  const webhooks = await new ControlClient(simulator).trigger(example.name, requests, {
    grouping: batch ? "together" : "separately",
    layout,
    copies: duplicate + 1,
  });
  const answers = webhooks.flatMap(({ statuses }) => statuses.map((status) => ({ status })));
  return report(example, answers, { ...options, where: `by the simulator at ${simulator}` });
}

function report(
  { name }: Example,
  answers: (Pick<Answer, "status" | "error"> & Partial<Answer>)[],
  { json, where }: Options & { where: string },
): ExitCode {
  const exitCode = exitCodeOfAnswers(answers);
  const elapsed = answers.flatMap(({ elapsedMs }) => elapsedMs ?? []);
  const time = elapsed.length > 0 ? ` in up to ${Math.max(...elapsed)} ms` : "";
  if (json) print(JSON.stringify({ name, where, answers }));
  else print(`${name} ${where}: ${describeAnswers(answers) || "nothing was sent"}${time}`);
  return exitCode;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
