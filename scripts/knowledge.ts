// What the bot may know of the business, from a terminal.
// Usage: npm run knowledge -- add <file|folder|url …> [--title <title>] [--language <code>]     replaces what came from the same source
//        npm run knowledge -- list                       the documents
//        npm run knowledge -- show <id or source>        one, as it was cut into passages
//        npm run knowledge -- search <question>          what the bot would be shown
//        npm run knowledge -- refresh [id or source]     reads pages of the web again; makes embeddings that are missing
//        npm run knowledge -- remove <id or source>
//        options: --org <slug> where there are several organizations, --json
// Exit: 0 done · 1 not all of it · 2 it could not be done.

import { userInfo } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { whichOrganization } from "@/domain/integrations";
import {
  type AddOutcome,
  addDocuments,
  type DocumentRow,
  getDocument,
  listDocuments,
  type RefreshOutcome,
  refreshDocuments,
  removeDocument,
  searchKnowledge,
} from "@/domain/knowledge";
import { AppError } from "@/lib/errors";
import { readPaths } from "./knowledge/read-paths";
import { type ExitCode, runWithDatabase } from "./local/run-command";

interface Options {
  org?: string;
  json?: boolean;
  title?: string;
  language?: string;
  limit?: number;
}

interface Answer {
  json: unknown;
  lines: string[];
  exitCode?: ExitCode;
}

const actor = `operator:${userInfo().username}`;
const program = new Command("npm run knowledge --").description("What the bot may know of the business.");

command("add", "add files, folders or pages, or replace what came from them")
  .argument("<source...>", "files, folders, http:// or https:// addresses")
  .option("--title <title>", "of the one document that is added")
  .option("--language <code>", "such as pt-BR; left out: the one its words are in")
  .action((args: string[], options: Options) => work(options, (id) => add(id, args, options)));

command("list", "the documents").action((options: Options) =>
  work(options, async (organizationId) => {
    const documents = await listDocuments(organizationId);
    const none = "Nothing is known. Add something with: npm run knowledge -- add <file>";
    return { json: documents, lines: documents.length > 0 ? documents.map(documentLine) : [none] };
  }),
);

command("show", "one document, as it was cut into passages")
  .argument("<document>", "id or source")
  .action((which: string, options: Options) =>
    work(options, async (organizationId) => {
      const document = await getDocument(organizationId, which);
      const pieces = document.pieces.map(
        ({ id, heading, text }) => `\n[${id}] ${heading ?? "(no heading)"}\n${text}`,
      );
      return { json: document, lines: [documentLine(document), ...pieces] };
    }),
  );

command("search", "what the bot would be shown for a question")
  .argument("<question...>")
  .option("--limit <number>", "passages at most", wholeNumber, 5)
  .action((words: string[], options: Options) =>
    work(options, async (organizationId) => {
      const limit = options.limit ?? 5;
      const found = await searchKnowledge({ organizationId, query: words.join(" "), limit });
      const lines = found.map(
        ({ passageId, title, heading, text, score }) =>
          `[${passageId}] ${heading ?? title}  (${title}, ${score.toFixed(3)})\n${text}\n`,
      );
      return { json: found, lines: lines.length > 0 ? lines : ["Nothing is known about that."] };
    }),
  );

command("refresh", "read pages again, and make embeddings that are missing")
  .argument("[document]", "id or source; left out: all")
  .action((which: string | undefined, options: Options) =>
    work(options, async (organizationId) => {
      const tell = (outcome: RefreshOutcome) => progress(options, refreshLine(outcome));
      const { outcomes, embedding } = await refreshDocuments({ organizationId, which, actor }, tell);
      const failed = outcomes.filter(({ outcome }) => outcome === "failed").length;
      const embedded = embedding.made > 0 ? `, ${embedding.made} embedding(s) made` : "";
      const lines = [`${outcomes.length} page(s) read again, ${failed} could not be${embedded}.`];
      if (embedding.problem !== null) lines.push(`No embeddings for the rest: ${embedding.problem}`);
      return { json: { outcomes, embedding }, lines, exitCode: failed > 0 ? 1 : 0 };
    }),
  );

command("remove", "remove a document and its passages")
  .argument("<document>", "id or source")
  .action((which: string, options: Options) =>
    work(options, async (organizationId) => {
      const removed = await removeDocument(organizationId, which, actor);
      return { json: removed, lines: [`"${removed.title}" is not known any more.`] };
    }),
  );

await program.parseAsync();

function command(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .option("--org <slug>", "the organization, where there are several")
    .option("--json", "as JSON");
}

async function add(organizationId: string, args: string[], options: Options): Promise<Answer> {
  const sources = await readPaths(args);
  const { title, language } = options;
  if (title !== undefined && sources.length > 1)
    throw new AppError("INVALID_INPUT", `--title is for one document; these are ${sources.length}.`);
  const documents = sources.map((from) => ({ organizationId, from, title, language, actor }));
  const outcomes = await addDocuments(documents, (outcome, at) =>
    progress(options, `${at}/${documents.length}  ${addLine(outcome)}`),
  );
  const refused = outcomes.filter(({ problem }) => problem !== null).length;
  const problem = outcomes.findLast(({ added }) => added !== null)?.added?.embedding.problem ?? null;
  const lines = [`${outcomes.length - refused} document(s) are known, ${refused} could not be read.`];
  if (problem !== null) lines.push(`Some have no embeddings (${problem}): npm run knowledge -- refresh`);
  return { json: outcomes, lines, exitCode: refused > 0 ? 1 : 0 };
}

/** To standard error, so that what is piped on is the answer alone. */
function progress({ json }: Options, line: string): void {
  if (!json) process.stderr.write(`${line}\n`);
}

function addLine({ source, added, problem }: AddOutcome): string {
  return added === null ? `refused  ${problem}` : `${added.outcome}  ${source}: ${added.passages} passage(s)`;
}

function refreshLine({ source, outcome, problem }: RefreshOutcome): string {
  return `${outcome}  ${problem ?? source}`;
}

function documentLine(document: DocumentRow): string {
  const { id, title, kind, source, searchConfig, passages, embedded, version, status, error } = document;
  const parts = [id, title, kind, searchConfig, `version ${version}`, `${passages} passage(s)`];
  if (embedded > 0) parts.push(`${embedded} embedded`);
  if (source !== null && source !== title) parts.push(source);
  if (status === "failed") parts.push(`FAILED: ${error}`);
  return parts.join("  ");
}

function work(options: Options, action: (organizationId: string) => Promise<Answer>): Promise<void> {
  return runWithDatabase(async () => {
    const { id } = await whichOrganization(options.org);
    const { json, lines, exitCode = 0 } = await action(id);
    process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : lines.join("\n")}\n`);
    return exitCode;
  });
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,2}$/.test(value))
    throw new InvalidArgumentError("It is not a whole number from 1 to 999.");
  return Number(value);
}
