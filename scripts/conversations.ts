// Conversations from a terminal, for the night when the inbox is not at hand.
// Usage: npm run conversations -- take-over <id>           the bot is silent from now on
//        npm run conversations -- hand-back <id>           the bot speaks again, also to what nobody has answered
//        npm run conversations -- reply <id> "<text>"      answer as a person; takes the conversation over
//        npm run conversations -- send <id> --type image --link https://… --caption "…"    the same, with anything WhatsApp has
//        npm run conversations -- send <id> --json '{"type":"interactive","kind":"button",…}'

import { randomUUID } from "node:crypto";
import { Command, Option } from "commander";
import { handBack, replyAsPerson, takeOver } from "@/domain/outbound";
import { contentTypes } from "@/infra/whatsapp/outbound-content";
import { AppError } from "@/lib/errors";
import { newRequestId } from "@/lib/request-id";
import { operator } from "./local/operator";
import { runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";

const actor = operator();
const program = new Command("npm run conversations --").description("Who speaks in a conversation.");

command("take-over", "silence the bot: a person answers from now on").action((conversationId) =>
  work(async () => {
    await takeOver({ conversationId, actor });
    return `A person speaks in conversation ${conversationId}.`;
  }),
);

command("hand-back", "let the bot speak again").action((conversationId) =>
  work(async () => {
    const jobs = await handBack({ conversationId, actor });
    return `The bot speaks in conversation ${conversationId}; it takes up ${jobs} unanswered message(s).`;
  }),
);

command("reply", "answer as a person, and take the conversation over")
  .argument("<text>", "up to 4,096 characters")
  .action((conversationId, text) =>
    work(async () => {
      const reply = { conversationId, actor, text, clientId: randomUUID() };
      return sentence(await replyAsPerson(reply, newRequestId("inbox")));
    }),
  );

command("send", "answer as a person with any type of message, and take the conversation over")
  .option("--json <content>", "the whole message, as src/infra/whatsapp/outbound-content.ts has it")
  .addOption(new Option("--type <type>", "what it is").choices(contentTypes))
  .option("--body <text>", "of a text")
  .option("--link <url>", "where Meta fetches the file")
  .option("--id <id>", "of a file that was uploaded to Meta")
  .option("--asset-id <id>", "of a file of ours")
  .option("--caption <text>", "of an image, video or document")
  .option("--filename <name>", "of a document")
  .option("--voice", "an audio is a voice note")
  .option("--latitude <degrees>", "of a location", Number)
  .option("--longitude <degrees>", "of a location", Number)
  .option("--name <text>", "of a location")
  .option("--address <text>", "of a location")
  .option("--message-id <wamid>", "what a reaction is about")
  .option("--emoji <emoji>", "of a reaction")
  .option("--quotes <wamid>", "the message that is answered")
  .action((conversationId, { json, ...fields }: { json?: string }) =>
    work(async () => {
      const content = json === undefined ? fields : fromJson(json);
      const reply = { conversationId, actor, content, clientId: randomUUID() };
      return sentence(await replyAsPerson(reply, newRequestId("inbox")));
    }),
  );

await program.parseAsync();

function command(name: string, description: string): Command {
  return program.command(name).description(description).argument("<id>", "conversation id", wholeNumber(1));
}

function work(action: () => Promise<string>): Promise<void> {
  return runWithDatabase(async () => {
    process.stdout.write(`${await action()}\n`);
    return 0;
  });
}

function sentence(job: number): string {
  return `Job ${job} sends it. Look at it with: npm run jobs -- show ${job}`;
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AppError("INVALID_INPUT", "--json is not JSON", { cause });
  }
}
