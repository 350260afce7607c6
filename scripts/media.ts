// The files of messages from a terminal.
// Usage: npm run media -- list [--status failed] [--limit 20] [--json]
//        npm run media -- show | retry | link <id>

import { Command, Option } from "commander";
import { getMedia, listMedia, type MediaRow, mediaLink, retryMedia } from "@/domain/media";
import { env } from "@/lib/env";
import { runWithDatabase } from "./local/run-command";
import { textTable } from "./local/text-table";
import { toJson } from "./local/to-json";
import { wholeNumber } from "./local/whole-number";

const program = new Command("npm run media --").description("The files of messages, from a terminal.");

program
  .command("list")
  .description("the newest files")
  .addOption(
    new Option("--status <status>", "only these").choices(["pending", "stored", "failed", "rejected"]),
  )
  .option("--limit <n>", "how many", wholeNumber(1), 20)
  .option("--json", "as JSON")
  .action(({ status, limit, json }) =>
    runWithDatabase(async () => {
      const files = await listMedia({ status, limit });
      print(json ? toJson(files) : table(files));
      return 0;
    }),
  );

command("show", "everything about one file", async (id) => toJson(await getMedia(id)));

command("retry", "download a file again that has failed or was rejected", async (id) => {
  await retryMedia(id);
  return `File ${id} is tried again.`;
});

command("link", "an address of the file that holds for ten minutes, for whoever has it", async (id) => {
  await getMedia(id);
  const { APP_URL, PORT } = env();
  return `${APP_URL ?? `http://localhost:${PORT}`}${mediaLink(id)}`;
});

await program.parseAsync();

function command(name: string, description: string, work: (id: string) => Promise<string>): void {
  program
    .command(name)
    .description(description)
    .argument("<id>", "id of the file")
    .action((id) =>
      runWithDatabase(async () => {
        print(await work(id));
        return 0;
      }),
    );
}

function table(files: MediaRow[]): string {
  if (files.length === 0) return "No files.";
  const rows = files.map((file) => [
    file.id,
    file.status,
    file.kind ?? "",
    String(file.attempts),
    file.sizeBytes === null ? "" : String(file.sizeBytes),
    file.createdAt.toISOString(),
    file.errorCode ?? file.detectedMimeType ?? "",
  ]);
  return textTable([["ID", "STATUS", "KIND", "ATTEMPTS", "BYTES", "CREATED", "TYPE OR ERROR"], ...rows]);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
