import { verifySchema } from "@/domain/schema";
import { readDatabaseError } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { env, envProblems } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { elapsedSince, log } from "@/lib/logger";
import { startupState } from "./startup-state";

/**
 * The start-up phases, each with its line in the log. A phase that fails does not end the process: webhooks must be
 * able to be parked as soon as the database is back, and readiness says what does not hold.
 */
export async function startUp(): Promise<void> {
  const startedAt = performance.now();
  if (loadConfiguration()) log("info", "Configuration loaded");
  if (await phase("Database connection established", () => run({ name: "startup_ping", text: "SELECT 1" }))) {
    await phase("Schema verified", assertSchema);
  }
  log("info", "All routes mapped");
  startupState().isFinished = true;
  log("info", "Application successfully started", { elapsed: elapsedSince(startedAt) });
  log("info", `Listening on port ${env().PORT}`);
}

function loadConfiguration(): boolean {
  const problems = envProblems();
  for (const { name, problem } of problems)
    log("error", "[STARTUP] Environment", { reason: `${name} ${problem}` });
  return problems.length === 0;
}

async function phase(name: string, work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work();
    log("info", name);
    return true;
  } catch (error) {
    // Start-up goes on: see above.
    const tag = readDatabaseError(error)?.kind === "mismatch" ? "[DB-MISMATCH]" : "[STARTUP]";
    log("error", `${tag} Not reached: ${name}`, { error: describeError(error) });
    return false;
  }
}

async function assertSchema(): Promise<void> {
  const findings = (await verifySchema()).filter(({ severity }) => severity === "fail");
  for (const { kind, subject, mend } of findings)
    log("error", "[DB-MISMATCH]", { reason: `${kind} ${subject}`, error: mend });
  if (findings.length > 0) throw new Error(`${findings.length} differences between schema and database`);
}
