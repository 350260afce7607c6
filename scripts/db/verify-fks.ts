// Whether the foreign keys of the live database are those of the Prisma schema, and no row points nowhere, also where
// there is no key. Only reads, with a role that may only read. Suggests the SQL that mends, runs none.
// Usage: npm run verify:fks -- [--json] [--timeout 60] [--sample 5] [--relation Message.conversationId]
// Exit code: 0 it holds, 1 it does not, 2 it could not be checked, or not all of it.

import { Command } from "commander";
import { startBudget, type VerificationProgress, verifyForeignKeys } from "@/domain/schema";
import { readDatabaseError } from "@/infra/database/database-error";
import { env } from "@/lib/env";
import { type ExitCode, runWithDatabase } from "../local/run-command";
import { seconds } from "../local/seconds";
import { wholeNumber } from "../local/whole-number";
import { explainConnection } from "./explain-connection";
import { describeReport } from "./foreign-key-table";
import { readTarget } from "./verification-target";

const PROGRESS_EVERY_MS = 2_000;
const exitCodes: Record<string, ExitCode> = { holds: 0, "does not hold": 1, "not checked": 2 };

const { json, timeout, sample, relation } = new Command("npm run verify:fks --")
  .description("Compares the foreign keys with the Prisma schema and looks for rows that point nowhere.")
  .option("--json", "as JSON")
  .option(
    "--timeout <seconds>",
    "for everything; what is not done by then is reported as not checked",
    seconds("above 0"),
    60,
  )
  .option("--sample <n>", "how many orphans of a relation to name", wholeNumber(0), 5)
  .option("--relation <name>", "only this one, such as Message.conversationId, or those of a table")
  // Commander's own exit code for a wrong option, 1, would say that the database does not hold.
  .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
  .parse()
  .opts<{ json?: boolean; timeout: number; sample: number; relation?: string }>();

await runWithDatabase(async () => {
  const budget = startBudget(timeout);
  const wishes = { budget, sample, only: relation, onProgress: showProgress(timeout) };
  const report = await verifyForeignKeys(wishes).catch(explain);
  if (!report) return 2;
  process.stdout.write(`${json ? JSON.stringify(report, null, 2) : describeReport(report)}\n`);
  return exitCodes[report.status] ?? 2;
});

/** Says why nothing could be looked at, as verify:schema does. @throws what has nothing to do with the database. */
function explain(error: unknown): undefined {
  if (!readDatabaseError(error)) throw error;
  const { code, message, mend } = explainConnection(
    error,
    readTarget("DATABASE_URL", env().DATABASE_URL ?? ""),
  );
  const problem = { code, message, mend };
  process.stdout.write(
    json
      ? `${JSON.stringify({ status: "not checked", problem }, null, 2)}\n`
      : `${code}: ${message}\n  mend      ${mend}\n\nForeign key verification COULD NOT BE DONE (${code})\n`,
  );
}

/** A line to stderr every two seconds; nothing for what is done before. */
function showProgress(limit: number): (progress: VerificationProgress) => void {
  const start = performance.now();
  let lastAt = start;
  return ({ relation: name, share }) => {
    const now = performance.now();
    if (now - lastAt < PROGRESS_EVERY_MS) return;
    lastAt = now;
    const elapsed = Math.round((now - start) / 1_000);
    process.stderr.write(`${name}: ${Math.floor(share * 100)} % of the table, ${elapsed} of ${limit} s\n`);
  };
}
