// What people are to know, from a terminal: customers who wait for a person, what could not be sent, notes of the bot's.
// Usage: npm run notifications -- list [--all] [--limit 20] [--json]
//        npm run notifications -- read <id>
//        npm run notifications -- snooze <id> --minutes 60
//        npm run notifications -- snooze <id> --until 2026-11-23T09:00:00Z

import { Command, InvalidArgumentError, Option } from "commander";
import {
  listNotifications,
  type NotificationRow,
  readNotification,
  snoozeNotification,
} from "@/domain/notifications";
import { AppError } from "@/lib/errors";
import { runWithDatabase } from "./local/run-command";

const BODY_SHOWN = 80;

const program = new Command("npm run notifications --").description("What people are to know.");

program
  .command("list")
  .description("what nobody has read and is not put aside, the newest first")
  .option("--all", "also what was read or is put aside", false)
  .option("--limit <n>", "how many", toWhole, 20)
  .option("--json", "as JSON")
  .action(({ all, limit, json }) =>
    work(async () => {
      const found = await listNotifications({ all, limit });
      return json ? JSON.stringify(found, null, 2) : table(found);
    }),
  );

program
  .command("read")
  .description("somebody has seen to it")
  .argument("<id>", "notification id", toWhole)
  .action((id) =>
    work(async () => {
      await readNotification(id);
      return `Notification ${id} is read.`;
    }),
  );

program
  .command("snooze")
  .description("put it aside until later")
  .argument("<id>", "notification id", toWhole)
  .addOption(new Option("--minutes <n>", "for so long").argParser(toWhole).conflicts("until"))
  .option("--until <time>", "until then, ISO 8601", toTime)
  .action((id, { minutes, until }: { minutes?: number; until?: Date }) =>
    work(async () => {
      const then = minutes === undefined ? until : new Date(Date.now() + minutes * 60_000);
      if (!then) throw new AppError("INVALID_INPUT", "Say until when: --minutes or --until");
      await snoozeNotification(id, then);
      return `Notification ${id} comes back at ${then.toISOString()}.`;
    }),
  );

await program.parseAsync();

function work(action: () => Promise<string>): Promise<void> {
  return runWithDatabase(async () => {
    process.stdout.write(`${await action()}\n`);
    return 0;
  });
}

function table(found: NotificationRow[]): string {
  if (found.length === 0) return "No notifications.";
  const rows = found.map(({ id, kind, createdAt, conversationId, title, body, ...rest }) => [
    String(id),
    kind,
    createdAt.toISOString(),
    conversationId === null ? "" : String(conversationId),
    stateOf(rest),
    `${title}${body === null ? "" : `: ${body}`}`.replaceAll(/\s+/g, " ").slice(0, BODY_SHOWN),
  ]);
  const all = [["ID", "KIND", "CREATED", "CONVERSATION", "STATE", "WHAT"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = all.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  "));
  return lines.map((line) => line.trimEnd()).join("\n");
}

function stateOf({ readAt, snoozedUntil }: Pick<NotificationRow, "readAt" | "snoozedUntil">): string {
  if (readAt) return "read";
  return snoozedUntil && snoozedUntil > new Date() ? `until ${snoozedUntil.toISOString()}` : "unread";
}

function toWhole(value: string): number {
  const id = Number(value);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return id;
}

function toTime(value: string): Date {
  const time = new Date(value);
  if (Number.isNaN(time.getTime()))
    throw new InvalidArgumentError("It must be a time such as 2026-11-23T09:00:00Z.");
  return time;
}
