// What the bot of a business is, and what it may do, from a terminal. docs/KNOWLEDGE_AND_PERSONA.md has every field.
// Usage: npm run persona -- show [version] [--defaults]               as YAML; with what it leaves out
//        npm run persona -- check <file>                              everything that is wrong with it
//        npm run persona -- set --file <file> [--note <why>]          saves the next version, and says what changes for whom
//        npm run persona -- set --version <n> [--note <why>]          brings an older version back, as the next one
//        npm run persona -- history
//        npm run persona -- diff <version> <version>
//        options: --org <slug> where there are several organizations, --json
// Exit: 0 done · 1 the file has problems · 2 it could not be done.

import { userInfo } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { stringify } from "yaml";
import { whichOrganization } from "@/domain/integrations";
import {
  type Affected,
  diffPersonas,
  getPersona,
  listVersions,
  type PersonaChange,
  type PersonaProblem,
  savePersona,
  whatItAffects,
} from "@/domain/persona";
import { AppError } from "@/lib/errors";
import { type ExitCode, runCommand, runWithDatabase } from "./local/run-command";
import { type PersonaFile, readPersonaFile } from "./persona/read-persona-file";

interface Options {
  org?: string;
  json?: boolean;
  file?: string;
  version?: number;
  note?: string;
  defaults?: boolean;
}

interface Answer {
  json: unknown;
  lines: string[];
  exitCode?: ExitCode;
}

const author = `operator:${userInfo().username}`;
const program = new Command("npm run persona --").description("What the bot of a business is.");

command("show", "the newest version, or that one, as YAML")
  .argument("[version]", "its number", wholeNumber)
  .option("--defaults", "with what it leaves out")
  .action((version: number | undefined, options: Options) =>
    work(options, async (organizationId) => {
      const persona = await getPersona(organizationId, version);
      const title =
        persona.version === null
          ? "# No persona: these are the defaults."
          : `# Version ${persona.version}, by ${persona.author}${persona.note ? `: ${persona.note}` : ""}`;
      const isWhole = options.defaults || persona.version === null;
      const lines = [title, stringify(isWhole ? persona.content : persona.written).trimEnd()];
      return { json: persona, lines };
    }),
  );

command("check", "everything that is wrong with a file; saves nothing")
  .argument("<file>", "YAML")
  .action((file: string, options: Options) =>
    runCommand(async () => {
      const { problems } = await readPersonaFile(file);
      return print(options, problemAnswer(file, problems));
    }),
  );

command("set", "save the next version, and say what it changes for whom")
  .option("--file <file>", "YAML")
  .option("--version <number>", "bring this version back", wholeNumber)
  .option("--note <why>", "for the history")
  .action((options: Options) => work(options, (id) => set(id, options)));

command("history", "who changed it when, and why").action((options: Options) =>
  work(options, async (organizationId) => {
    const versions = await listVersions(organizationId);
    const lines = versions.map(
      ({ version, createdAt, author: by, note }) =>
        `${version}  ${createdAt.toISOString()}  ${by}  ${note ?? ""}`,
    );
    return { json: versions, lines: lines.length > 0 ? lines : ["No persona: the defaults hold."] };
  }),
);

command("diff", "the fields in which two versions differ")
  .argument("<before>", "version", wholeNumber)
  .argument("<after>", "version", wholeNumber)
  .action((...[before, after, options]: [number, number, Options]) =>
    work(options, async (organizationId) => {
      const old = await getPersona(organizationId, before);
      const changes = diffPersonas(old.content, (await getPersona(organizationId, after)).content);
      return { json: changes, lines: changes.length > 0 ? changes.flatMap(changeLines) : ["No difference."] };
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

async function set(organizationId: string, options: Options): Promise<Answer> {
  const { file, version, note } = options;
  if ((file === undefined) === (version === undefined))
    throw new AppError("INVALID_INPUT", "Say either --file or --version.");
  const { written, problems } =
    file === undefined ? await older(organizationId, version) : await readPersonaFile(file);
  if (problems.length > 0) return problemAnswer(file ?? "", problems);
  const { version: basedOn } = await getPersona(organizationId);
  const why = note ?? (version === undefined ? null : `Version ${version} again`);
  const saved = await savePersona({ organizationId, basedOn, written, note: why, author });
  const affects = await whatItAffects(organizationId);
  const isSaved = saved.version !== basedOn;
  const title = isSaved
    ? `Version ${saved.version} is saved.`
    : `Version ${saved.version} says the same: nothing was saved.`;
  const lines = [title, ...saved.changes.flatMap(changeLines), ...(isSaved ? affectedLines(affects) : [])];
  return { json: { ...saved, affects }, lines };
}

async function older(organizationId: string, version: number | undefined): Promise<PersonaFile> {
  return { written: (await getPersona(organizationId, version)).written, problems: [] };
}

function problemAnswer(file: string, problems: PersonaProblem[]): Answer {
  const lines = problems.map(({ path, problem }) => `${file}: ${path || "the whole"}: ${problem}`);
  const exitCode = problems.length > 0 ? 1 : 0;
  return { json: problems, lines: exitCode ? lines : [`${file} can be saved.`], exitCode };
}

/** Of a list, what came and what went. */
function changeLines({ path, before, after }: PersonaChange): string[] {
  const items = (value: unknown): unknown[] =>
    Array.isArray(value) ? value : value === undefined ? [] : [value];
  const isList = Array.isArray(before) || Array.isArray(after);
  const gone = items(before).filter((item) => !isList || !items(after).includes(item));
  const come = items(after).filter((item) => !isList || !items(before).includes(item));
  const moved = gone.length + come.length === 0 ? ["  (in another order)"] : [];
  const show = (sign: string) => (item: unknown) =>
    `  ${sign} ${typeof item === "string" ? item : JSON.stringify(item)}`;
  return [path, ...gone.map(show("-")), ...come.map(show("+")), ...moved];
}

function affectedLines({ conversations, waiting, waitingIds, lastTurns }: Affected): string[] {
  const name = (version: number | null) => (version === null ? "the defaults" : `version ${version}`);
  return [
    `It is used from the next reply on, in ${conversations} open conversation(s) of the bot.`,
    ...(waiting > 0 ? [`  ${waiting} of them wait for an answer now: ${waitingIds.join(", ")}`] : []),
    ...lastTurns.map((turn) => `  ${turn.conversations} were last answered with ${name(turn.version)}`),
  ];
}

function work(options: Options, action: (organizationId: string) => Promise<Answer>): Promise<void> {
  return runWithDatabase(async () => {
    const { id } = await whichOrganization(options.org);
    return print(options, await action(id));
  });
}

function print(options: Options, { json, lines, exitCode = 0 }: Answer): ExitCode {
  process.stdout.write(`${options.json ? JSON.stringify(json, null, 2) : lines.join("\n")}\n`);
  return exitCode;
}

function wholeNumber(value: string): number {
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new InvalidArgumentError("It is not the number of a version.");
  return Number(value);
}
