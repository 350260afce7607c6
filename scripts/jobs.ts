// The queue from a terminal.
// Usage: npm run jobs -- list [--status failed] [--limit 20] [--json]
//        npm run jobs -- show | retry | cancel | confirm-sent | resend <id>
//        npm run jobs -- why <id> [--json]
//        npm run jobs -- rerun <id> [--model provider/model] [--persona <version>] [--json]

import { userInfo } from "node:os";
import { Command, InvalidArgumentError, Option } from "commander";
import { readStory, rerunTurn, tellStory } from "@/domain/orchestrator";
import {
  cancelJob,
  confirmSent,
  getJob,
  type JobRow,
  listJobs,
  resendUncertain,
  retryJob,
} from "@/domain/outbound";
import { OutboundJobStatus } from "@/infra/database/generated/enums";
import { sideBySide } from "./jobs/side-by-side";
import { runWithDatabase } from "./local/run-command";

/** Whoever works at this terminal, for the audit. */
const ACTOR = `operator:${userInfo().username}`;

const program = new Command("npm run jobs --").description("The queue of answers, from a terminal.");

program
  .command("list")
  .description("the newest jobs")
  .addOption(new Option("--status <status>", "only these").choices(Object.values(OutboundJobStatus)))
  .option("--limit <n>", "how many", toId, 20)
  .option("--json", "as JSON")
  .action(({ status, limit, json }) =>
    runWithDatabase(async () => {
      const jobs = await listJobs({ status, limit });
      print(json ? toJson(jobs) : table(jobs));
      return 0;
    }),
  );

program
  .command("show")
  .description("one job with its sends")
  .argument("<id>", "job id", toId)
  .action((id) =>
    runWithDatabase(async () => {
      print(toJson(await getJob(id)));
      return 0;
    }),
  );

program
  .command("why")
  .description("how a customer's message was answered, or why not, as a story; with what the customer wrote")
  .argument("<id>", "job id", toId)
  .option("--json", "as JSON")
  .action((id, { json }) =>
    runWithDatabase(async () => {
      const story = await readStory(id);
      print(json ? toJson(story) : tellStory(story));
      return 0;
    }),
  );

program
  .command("rerun")
  .description(
    "have the bot think about the same messages again; nothing is sent, and it costs what an answer costs",
  )
  .argument("<id>", "job id", toId)
  .option("--model <provider/model>", "asked instead, such as openai/gpt-4o-mini")
  .option("--persona <version>", "instead of the one it had then", toId)
  .option("--json", "as JSON")
  .action((id, { model, persona, json }) =>
    runWithDatabase(async () => {
      const rerun = await rerunTurn({ jobId: id, model, personaVersion: persona });
      print(json ? toJson(rerun) : sideBySide(rerun));
      return 0;
    }),
  );

command("retry", "try a failed or cancelled job again, as a new job", async (id) => {
  const retry = await retryJob(id, ACTOR);
  return `Job ${retry} tries job ${id} again.`;
});

command("cancel", "end a waiting or uncertain job: nothing more is sent for it", async (id) => {
  await cancelJob(id, ACTOR);
  return `Job ${id} is cancelled.`;
});

command("confirm-sent", "an uncertain job: the customer has the message", async (id) => {
  await confirmSent(id, ACTOR);
  return `Job ${id} counts as sent.`;
});

command("resend", "an uncertain job: send once more, marked as a possible duplicate", async (id) => {
  await resendUncertain(id, ACTOR);
  return `Job ${id} is sent once more.`;
});

await program.parseAsync();

/** A command that does something to one job and says so. */
function command(name: string, description: string, work: (id: number) => Promise<string>): void {
  program
    .command(name)
    .description(description)
    .argument("<id>", "job id", toId)
    .action((id) =>
      runWithDatabase(async () => {
        print(await work(id));
        return 0;
      }),
    );
}

function toId(value: string): number {
  const id = Number(value);
  if (!Number.isSafeInteger(id) || id < 1)
    throw new InvalidArgumentError("It must be a whole number from 1.");
  return id;
}

function table(jobs: JobRow[]): string {
  if (jobs.length === 0) return "No jobs.";
  const rows = jobs.map((job) => [
    String(job.id),
    job.status,
    String(job.attempts),
    job.createdAt.toISOString(),
    job.isHeld ? "waits for a person" : job.waitsForJobId ? `waits for ${job.waitsForJobId}` : "",
    job.errorCode ?? "",
    job.inboundProviderMessageId ?? "",
  ]);
  const all = [["ID", "STATUS", "ATTEMPTS", "CREATED", "WAITS", "ERROR", "INBOUND MESSAGE"], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

function toJson(value: unknown): string {
  return JSON.stringify(value, (_, member) => (typeof member === "bigint" ? Number(member) : member), 2);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
