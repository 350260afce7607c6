// Contacts from a terminal: what a person who asks to be forgotten has a right to (GDPR, article 17).
// Usage: npm run contacts -- erase <contact id or number>           says what would be erased, and erases nothing
//        npm run contacts -- erase <contact id or number> --yes     erases it; there is no way back
//        options: --id (take it for an id, not for a number), --json

import { userInfo } from "node:os";
import { Command } from "commander";
import { countContactRows, type Erasure, eraseContact, findContacts } from "@/domain/contacts";
import { AppError } from "@/lib/errors";
import { runWithDatabase } from "./local/run-command";

const actor = `operator:${userInfo().username}`;
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

await program.parseAsync();

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
