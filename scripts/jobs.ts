// The queue from a terminal.
// Usage: npm run jobs -- list [--status failed] [--limit 20] [--json]
//        npm run jobs -- show <id>      npm run jobs -- retry <id>      npm run jobs -- cancel <id>

import { Command, InvalidArgumentError, Option } from "commander";
import { cancelJob, getJob, type JobRow, listJobs, retryJob } from "@/domain/outbound";
import { OutboundJobStatus } from "@/infra/database/generated/enums";
import { runWithDatabase } from "./local/run-command";

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
  .command("retry")
  .description("try a failed or cancelled job again")
  .argument("<id>", "job id", toId)
  .action((id) =>
    runWithDatabase(async () => {
      await retryJob(id);
      print(`Job ${id} is queued again.`);
      return 0;
    }),
  );

program
  .command("cancel")
  .description("end a waiting job without an answer")
  .argument("<id>", "job id", toId)
  .action((id) =>
    runWithDatabase(async () => {
      await cancelJob(id);
      print(`Job ${id} is cancelled.`);
      return 0;
    }),
  );

await program.parseAsync();

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
    job.errorCode ?? "",
    job.inboundProviderMessageId ?? "",
  ]);
  const all = [["ID", "STATUS", "ATTEMPTS", "CREATED", "ERROR", "INBOUND MESSAGE"], ...rows];
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
