import { raiseAlert, resolveAlert } from "@/domain/alerts";
import { type SchemaFinding, verifySchema } from "@/domain/schema";
import { logFailure } from "@/infra/database/log-failure";
import { runAsProbe } from "@/infra/database/statement";
import { env, envProblems, isNeededToStart } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { elapsedSince, log } from "@/lib/logger";
import { startupState } from "./startup-state";

interface StartUpOptions {
  /** Of a process that serves: the routes that it lacks. */
  findUnmappedRoutes?(): string[];
}

/**
 * The start-up phases, each with its line in the log. A phase that fails does not end the process: webhooks must be
 * able to be parked as soon as the database is back, the runner refuses by itself while the schema is not the right one,
 * and readiness says what does not hold.
 * @returns false where production lacks a variable that it cannot work without: the process then has to end.
 */
export async function startUp({ findUnmappedRoutes }: StartUpOptions = {}): Promise<boolean> {
  const startedAt = performance.now();
  if (!(await mayStart())) return false;
  const isConnected = await phase("Database connection established", () =>
    runAsProbe({ name: "startup_ping", text: "SELECT 1" }),
  );
  const reached = [
    isConnected && (await phase("Schema verified", assertSchema)),
    await phase("Configuration loaded", assertConfiguration),
    !findUnmappedRoutes || (await phase("All routes mapped", () => assertRoutes(findUnmappedRoutes()))),
  ];
  startupState().isFinished = true;
  const elapsed = elapsedSince(startedAt);
  if (reached.every(Boolean)) {
    log("info", "Application successfully started", { elapsed });
    void resolveAlert("startup_failed");
  } else {
    log("error", "[STARTUP] Application started, but is not ready", { elapsed });
    void raiseAlert({
      kind: "startup_failed",
      subject: "",
      detail: "It is up, but not ready; its log says why",
    });
  }
  if (findUnmappedRoutes) log("info", `Listening on port ${env().PORT}`);
  return true;
}

/** Every problem has its line before the process ends, so that one start is enough to find them all. */
async function mayStart(): Promise<boolean> {
  const problems = envProblems();
  for (const { name, problem } of problems)
    log("error", "[STARTUP] Environment", { reason: `${name} ${problem}` });
  const missing = problems.filter(({ name }) => isNeededToStart(name));
  if (env().NODE_ENV !== "production" || missing.length === 0) return true;
  const reason = missing.map(({ name, problem }) => `${name} ${problem}`).join("; ");
  log("error", "[STARTUP] Not started: the environment lacks what production needs", { reason });
  await raiseAlert({ kind: "startup_failed", subject: "", detail: reason });
  return false;
}

async function phase(name: string, work: () => unknown): Promise<boolean> {
  startupState().phase = name;
  try {
    await work();
    log("info", name);
    return true;
  } catch (error) {
    // Start-up goes on: see above.
    logFailure(`[STARTUP] Not reached: ${name}`, error);
    return false;
  }
}

async function assertSchema(): Promise<void> {
  const findings = (await verifySchema({ ask: runAsProbe })).filter(({ severity }) => severity !== "note");
  for (const found of findings) logFinding(found);
  const failing = findings.filter(({ severity }) => severity === "fail").length;
  if (failing > 0)
    throw new AppError("DB_MISMATCH", `${failing} differences; nothing is sent until they are mended`);
}

function logFinding({ severity, id, expected, actual, mend }: SchemaFinding): void {
  const error = `expected ${expected}; there: ${actual}; ${mend}`;
  if (severity === "fail") log("error", "[DB-MISMATCH] Drift", { reason: id, error });
  else log("warn", "[SCHEMA] Drift without consequence for now", { reason: id, error });
}

function assertConfiguration(): void {
  const { length } = envProblems();
  if (length > 0) throw new Error(`${length} variables are missing or wrong`);
}

function assertRoutes(unmapped: string[]): void {
  if (unmapped.length > 0) throw new Error(`Not in this build: ${unmapped.join(", ")}`);
}
