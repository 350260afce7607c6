// Conversations from a terminal, for the night when the inbox is not at hand.
// Usage: npm run conversations -- take-over <id>           the bot is silent from now on
//        npm run conversations -- hand-back <id>           the bot speaks again, also to what nobody has answered
//        npm run conversations -- reply <id> "<text>"      answer as a person; takes the conversation over

import { randomUUID } from "node:crypto";
import { userInfo } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { handBack, replyAsPerson, takeOver } from "@/domain/outbound";
import { newRequestId } from "@/lib/request-id";
import { runWithDatabase } from "./local/run-command";

const actor = `operator:${userInfo().username}`;
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
      const job = await replyAsPerson(reply, newRequestId("inbox"));
      return `Job ${job} sends it. Look at it with: npm run jobs -- show ${job}`;
    }),
  );

await program.parseAsync();

function command(name: string, description: string): Command {
  return program.command(name).description(description).argument("<id>", "conversation id", toId);
}

function work(action: () => Promise<string>): Promise<void> {
  return runWithDatabase(async () => {
    process.stdout.write(`${await action()}\n`);
    return 0;
  });
}

function toId(value: string): number {
  const id = Number(value);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return id;
}
