import { type HealthCheck, startupState } from "@/domain/health";
import { lastMigration } from "@/domain/schema";
import { env } from "@/lib/env";
import { release } from "@/lib/release";
import { carriesToken } from "./require-token";

const componentTypes: Partial<Record<HealthCheck["name"], string>> = {
  database: "datastore",
  schema: "datastore",
  integration: "component",
  ai: "component",
};

/**
 * `application/health+json` (draft-inadarei-api-health-check-06): fail is 503, everything else 200. What exactly does
 * not hold is shown to those who carry METRICS_TOKEN; others learn which check it is. `?exclude=name` leaves a check out,
 * `?verbose` answers with a line per check (both as Kubernetes' own endpoints do).
 */
export function healthResponse(request: Request, all: HealthCheck[], details: object = {}): Response {
  const query = new URL(request.url).searchParams;
  const checks = all.filter(({ name }) => !query.getAll("exclude").includes(name));
  const isTrusted = carriesToken(request, env().METRICS_TOKEN);
  const status = worst(checks);
  const init = (type: string) => ({
    status: status === "fail" ? 503 : 200,
    headers: { "content-type": type, "cache-control": "no-store" },
  });
  if (query.has("verbose"))
    return new Response(asLines(checks, isTrusted), init("text/plain; charset=utf-8"));
  const body = {
    status,
    ...release(),
    migration: lastMigration(),
    serviceId: "replyonce",
    description: "WhatsApp auto-reply in which every customer message is answered once",
    notes: checks
      .filter((check) => check.status !== "pass")
      .map(({ name, output }) => (isTrusted && output ? `${name}: ${output}` : `${name} does not hold`)),
    checks: Object.fromEntries(checks.map((check) => describe(check, isTrusted))),
    startedAt: startupState().startedAt.toISOString(),
    ...details,
  };
  return new Response(JSON.stringify(body), init("application/health+json"));
}

function worst(checks: HealthCheck[]): HealthCheck["status"] {
  if (checks.some(({ status }) => status === "fail")) return "fail";
  return checks.some(({ status }) => status === "warn") ? "warn" : "pass";
}

function describe({ name, status, output, responseMs }: HealthCheck, isTrusted: boolean): [string, object[]] {
  const measured = responseMs === undefined ? {} : { observedValue: responseMs, observedUnit: "ms" };
  const told = isTrusted && output ? { output } : {};
  const about = { componentType: componentTypes[name] ?? "system", status, time: new Date().toISOString() };
  return [name, [{ ...about, ...measured, ...told }]];
}

/** The form of Kubernetes' /readyz?verbose. */
function asLines(checks: HealthCheck[], isTrusted: boolean): string {
  const lines = checks.map(({ name, status, output }) => {
    const reason = isTrusted && output ? output : "reason withheld";
    if (status === "pass") return `[+]${name} ok`;
    return status === "warn" ? `[!]${name} warns: ${reason}` : `[-]${name} failed: ${reason}`;
  });
  return `${[...lines, `health check ${worst(checks) === "fail" ? "failed" : "passed"}`].join("\n")}\n`;
}
