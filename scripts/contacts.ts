// Contacts from a terminal: two that are one person, and what a person who asks to be forgotten has a right to (GDPR,
// article 17).
// Usage: npm run contacts -- merge <contact id> <other id>          makes one of two; the first one stays
//        npm run contacts -- unmerge <merge id>                     takes that back
//        npm run contacts -- merges [contact id]                    what was merged, why and by whom
//        npm run contacts -- erase <contact id or number>           says what would be erased, and erases nothing
//        npm run contacts -- erase <contact id or number> --yes     erases it; there is no way back
//        options: --id (take it for an id, not for a number), --json

import { Command } from "commander";
import {
  countContactRows,
  type Erasure,
  eraseContact,
  findContacts,
  listMerges,
  type MergeRow,
  mergeContacts,
  unmergeContacts,
} from "@/domain/contacts";
import { AppError } from "@/lib/errors";
import { operator } from "./local/operator";
import { runWithDatabase } from "./local/run-command";
import { wholeNumber } from "./local/whole-number";

const actor = operator();
const program = new Command("npm run contacts --").description("The people who write.");

interface Options {
  yes?: boolean;
  id?: boolean;
  json?: boolean;
}

program
  .command("erase")
  .description("erase everything about a person; without --yes only says what that is")
  .argument("<who>", "contact id, number or user id")
  .option("--yes", "do it")
  .option("--id", "take <who> for a contact id only")
  .option("--json", "as JSON")
  .action((who: string, options: Options) => runWithDatabase(() => erase(who, options)));

program
  .command("merge")
  .description("make one contact of two that are one person; the first one stays")
  .argument("<contact>", "contact id", wholeNumber(1))
  .argument("<other>", "contact id", wholeNumber(1))
  .option("--json", "as JSON")
  .action((one: number, other: number, { json }: Options) =>
    runWithDatabase(async () => {
      const merge = await mergeContacts(one, other, actor);
      const done = `Contact ${other} is part of contact ${one} now. To take it back: npm run contacts -- unmerge ${merge.mergeId}`;
      const later = `Both are being answered just now: the cron carries out merge ${merge.mergeId} when one of them is not.`;
      print(json, merge, [merge.isDone ? done : later]);
      return 0;
    }),
  );

program
  .command("unmerge")
  .description("take a merge back; what was written since then stays with the contact that stayed")
  .argument("<merge>", "merge id: npm run contacts -- merges", wholeNumber(1))
  .option("--json", "as JSON")
  .action((mergeId: number, { json }: Options) =>
    runWithDatabase(async () => {
      const undone = await unmergeContacts(mergeId, actor);
      print(json, undone, [`Contacts ${undone.survivorId} and ${undone.absorbedId} are two again.`]);
      return 0;
    }),
  );

program
  .command("merges")
  .description("what was merged, newest first")
  .argument("[contact]", "contact id", wholeNumber(1))
  .option("--json", "as JSON")
  .action((contactId: number | undefined, { json }: Options) =>
    runWithDatabase(async () => {
      const merges = await listMerges(contactId);
      print(json, merges, merges.length > 0 ? merges.map(mergeLine) : ["Nothing was merged."]);
      return 0;
    }),
  );

await program.parseAsync();

function mergeLine({ id, survivorId, absorbedId, status, reason, actor: by, createdAt }: MergeRow): string {
  const which = `contact ${absorbedId} into ${survivorId}`;
  return `${String(id).padStart(6)}  ${status.padEnd(8)} ${which.padEnd(30)} ${reason.padEnd(16)} ${by}  ${createdAt.toISOString()}`;
}

async function erase(who: string, { yes, id, json }: Options): Promise<0 | 1> {
  const [contact, ...others] = await findContacts(who, { isId: id });
  if (!contact)
    throw new AppError("NOT_FOUND", "Nobody is found by that. Who was erased before is not found either.");
  if (others.length > 0) {
    const ids = [contact, ...others].map((one) => `${one.id} (organization ${one.organizationId})`);
    throw new AppError(
      "INVALID_INPUT",
      `Several contacts: ${ids.join(", ")}. Name one by its id, with --id.`,
    );
  }
  if (!yes) {
    const counts = await countContactRows(contact);
    print(json, { contactId: contact.id, isErased: false, counts }, [
      `Contact ${contact.id} would be erased, with:`,
      ...Object.entries(counts).map(([table, count]) => `  ${String(count).padStart(7)}  ${table}`),
      "Nothing has been changed. Add --yes to erase it; there is no way back.",
    ]);
    return 0;
  }
  const erasure = await eraseContact(contact, actor);
  print(json, { contactId: contact.id, isErased: true, ...erasure }, describe(contact.id, erasure));
  return erasure.waitingDeliveries === 0 ? 0 : 1;
}

function describe(id: number, erasure: Erasure): string[] {
  const lines = [
    `Contact ${id} is erased: ${erasure.messages} message(s), ${erasure.jobs} job(s), ${erasure.openJobs} of them open,`,
    `${erasure.receipts} receipt(s), ${erasure.rawDeliveries} raw webhook(s) emptied, ${erasure.anonymisedCosts} cost(s) anonymised.`,
  ];
  if (erasure.waitingDeliveries === 0) return lines;
  const rest = `${erasure.waitingDeliveries} raw webhook(s) that name the person have not been taken in yet.`;
  return [...lines, `${rest} Run: npm run replay -- --waiting`];
}

function print(json: boolean | undefined, result: object, lines: string[]): void {
  process.stdout.write(`${json ? JSON.stringify(result) : lines.join("\n")}\n`);
}
