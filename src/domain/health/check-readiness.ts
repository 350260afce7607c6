import { summarise, verifySchema } from "@/domain/schema";
import { readDatabaseError } from "@/infra/database/database-error";
import { run } from "@/infra/database/statement";
import { env, envProblems } from "@/lib/env";
import { describeError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { oncePerProcess } from "@/lib/once-per-process";
import { startupState } from "./startup-state";

export interface HealthCheck {
  name: "startup" | "environment" | "database" | "schema" | "integration" | "parked_deliveries" | "ai";
  status: "pass" | "warn" | "fail";
  /** What does not hold, for those who may know it. */
  output?: string;
}

const CACHE_MS = 2_000;

const counts = {
  name: "readiness_counts",
  text: `
  SELECT (SELECT count(*)::int FROM webhook_delivery_log WHERE status = 'parked') AS parked,
    (SELECT count(*)::int FROM "Integration" WHERE status = 'STOPPED') AS stopped,
    (SELECT count(*)::int FROM "Integration"
      WHERE status = 'ACTIVE' AND ("accessTokenEncrypted" IS NOT NULL OR "phoneNumberId" = $1)) AS integrations`,
};

interface Counts extends Record<string, unknown> {
  parked: number;
  stopped: number;
  integrations: number;
}

interface Cached {
  checks: Promise<HealthCheck[]> | null;
  at: number;
  failing: string;
}

/** Everything a process needs before it may be sent traffic. Answers are shared for two seconds, so that a flood of probes costs one look. */
export function checkReadiness(): Promise<HealthCheck[]> {
  const cached = oncePerProcess<Cached>("readiness", () => ({ checks: null, at: 0, failing: "" }));
  if (!cached.checks || performance.now() - cached.at > CACHE_MS) {
    cached.at = performance.now();
    cached.checks = look().then((checks) => {
      logChange(cached, checks);
      return checks;
    });
  }
  return cached.checks;
}

async function look(): Promise<HealthCheck[]> {
  const problems = envProblems().map(({ name, problem }) => `${name} ${problem}`);
  return [
    startupState().isFinished ? pass("startup") : fail("startup", "Start-up is not finished"),
    problems.length === 0 ? pass("environment") : fail("environment", problems.join("; ")),
    ...(await lookAtDatabase()),
  ];
}

async function lookAtDatabase(): Promise<HealthCheck[]> {
  try {
    const drift = summarise(await verifySchema());
    if (drift) return [pass("database"), fail("schema", drift)];
    const token = env().WHATSAPP_ACCESS_TOKEN ? env().WHATSAPP_PHONE_NUMBER_ID : null;
    const [row] = await run<Counts>(counts, [token ?? null]);
    return [
      pass("database"),
      pass("schema"),
      checkIntegrations(row),
      row?.parked
        ? fail("parked_deliveries", `${row.parked} webhooks wait to be played again`)
        : pass("parked_deliveries"),
    ];
  } catch (error) {
    // Not reachable, or reachable and in no state to be asked: both are answers of this check.
    const name = readDatabaseError(error)?.kind === "mismatch" ? "schema" : "database";
    return [fail(name, describeError(error))];
  }
}

/** Where one number of several is stopped, this process can do its work: that is a warning. */
function checkIntegrations(row: Counts | undefined): HealthCheck {
  const stopped = row?.stopped ? `Meta refuses everything of ${row.stopped} stopped number(s)` : undefined;
  if (!row?.integrations) return fail("integration", stopped ?? "No active integration has an access token");
  return stopped ? { name: "integration", status: "warn", output: stopped } : pass("integration");
}

/** One line when something goes red or green again, not one per probe. */
function logChange(cached: Cached, checks: HealthCheck[]): void {
  const failing = checks.filter(({ status }) => status === "fail");
  const names = failing.map(({ name }) => name).join(",");
  if (names === cached.failing) return;
  cached.failing = names;
  for (const { name, output } of failing) {
    const tag = name === "schema" ? "[DB-MISMATCH]" : "[HEALTH]";
    log("error", `${tag} Not ready`, { reason: name, error: output });
  }
  if (failing.length === 0) log("info", "[HEALTH] Ready");
}

function pass(name: HealthCheck["name"]): HealthCheck {
  return { name, status: "pass" };
}

function fail(name: HealthCheck["name"], output: string): HealthCheck {
  return { name, status: "fail", output };
}
