import { shutdown } from "@/domain/runner";
import { aiProviders } from "@/infra/ai/providers";
import { envProblems } from "@/lib/env";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { release } from "@/lib/release";
import { checkDatabase } from "./check-database";
import { fail, type HealthCheck, pass, warn } from "./health-check";
import { startupState } from "./startup-state";

const CACHE_MS = 2_000;

interface Memory {
  looking: Promise<HealthCheck[]> | null;
  database: HealthCheck[];
  at: number;
  failing: string;
}

/**
 * Everything a process needs before it may be sent traffic. What the database says is asked by one probe at a time and
 * kept for two seconds, so that a flood of probes costs one look.
 */
export async function checkReadiness(): Promise<HealthCheck[]> {
  const memory = oncePerProcess<Memory>("readiness", () => ({
    looking: null,
    database: [],
    at: Number.NEGATIVE_INFINITY,
    failing: "",
  }));
  if (performance.now() - memory.at > CACHE_MS) {
    memory.looking ??= lookAtDatabase(memory);
    await memory.looking;
  }
  const checks = [...checkProcess(), ...memory.database];
  logChange(memory, checks);
  return checks;
}

async function lookAtDatabase(memory: Memory): Promise<HealthCheck[]> {
  try {
    memory.database = await checkDatabase();
    memory.at = performance.now();
    return memory.database;
  } finally {
    memory.looking = null;
  }
}

/** What this process knows of itself. */
function checkProcess(): HealthCheck[] {
  const { isFinished, phase } = startupState();
  const problems = envProblems().map(({ name, problem }) => `${name} ${problem}`);
  return [
    isFinished ? pass("startup") : fail("startup", `Start-up is not finished: ${phase}`),
    shutdown().signal.aborted ? fail("shutdown", "This process is ending") : pass("shutdown"),
    problems.length === 0 ? pass("environment") : fail("environment", problems.join("; ")),
    checkRelease(),
    aiProviders().length > 0 ? pass("ai") : warn("ai", "No AI provider has a key"),
  ];
}

/** A deployment that says one commit and was built from another is an old image under a new name. */
function checkRelease(): HealthCheck {
  const { releaseId, builtFrom } = release();
  if (!builtFrom || builtFrom.startsWith(releaseId ?? "")) return pass("release");
  return warn("release", `Built from ${builtFrom}, deployed as ${releaseId}`);
}

/** One line when something goes red or green again, not one per probe. */
function logChange(memory: Memory, checks: HealthCheck[]): void {
  const failing = checks.filter(({ status }) => status === "fail");
  const names = failing.map(({ name }) => name).join(",");
  if (names === memory.failing) return;
  memory.failing = names;
  for (const { name, output } of failing) {
    const tag = name === "schema" ? "[DB-MISMATCH]" : "[HEALTH]";
    log("error", `${tag} Not ready`, { reason: name, error: output });
  }
  if (failing.length === 0) log("info", "[HEALTH] Ready");
}
