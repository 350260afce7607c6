// The queue from a terminal.
// Usage: npm run jobs -- list [--status failed] [--limit 20] [--json]
//        npm run jobs -- show | retry | cancel | confirm-sent | resend <id>
//        npm run jobs -- why <id> [--json]
//        npm run jobs -- rerun <id> [--model provider/model] [--persona <version>] [--json]

import { Command, Option } from "commander";
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
import { operator } from "./local/operator";
import { runWithDatabase } from "./local/run-command";
import { textTable } from "./local/text-table";
import { toJson } from "./local/to-json";
import { wholeNumber } from "./local/whole-number";

const ACTOR = operator();

const program = new Command("npm run jobs --").description("The queue of answers, from a terminal.");

program
  .command("list")
  .description("the newest jobs")
  .addOption(new Option("--status <status>", "only these").choices(Object.values(OutboundJobStatus)))
  .option("--limit <n>", "how many", wholeNumber(1), 20)
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
  .argument("<id>", "job id", wholeNumber(1))
  .action((id) =>
    runWithDatabase(async () => {
      print(toJson(await getJob(id)));
      return 0;
    }),
  );

program
  .command("why")
  .description("how a customer's message was answered, or why not, as a story; with what the customer wrote")
  .argument("<id>", "job id", wholeNumber(1))
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
  .argument("<id>", "job id", wholeNumber(1))
  .option("--model <provider/model>", "asked instead, such as openai/gpt-4o-mini")
  .option("--persona <version>", "instead of the one it had then", wholeNumber(1))
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
    .argument("<id>", "job id", wholeNumber(1))
    .action((id) =>
      runWithDatabase(async () => {
        print(await work(id));
        return 0;
      }),
    );
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
  return textTable([["ID", "STATUS", "ATTEMPTS", "CREATED", "WAITS", "ERROR", "INBOUND MESSAGE"], ...rows]);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
