import type { HealthCheck } from "@/domain/health";
import { startupState } from "@/domain/health";
import { env } from "@/lib/env";
import { release } from "@/lib/release";
import { carriesToken } from "./require-token";

/**
 * `application/health+json` (draft-inadarei-api-health-check-06): fail is 503, everything else 200. What exactly does
 * not hold is shown to those who carry METRICS_TOKEN; others learn which check it is.
 */
export function healthResponse(request: Request, checks: HealthCheck[], details: object = {}): Response {
  const isTrusted = carriesToken(request, env().METRICS_TOKEN);
  const status = worst(checks);
  const body = {
    status,
    ...release(),
    serviceId: "replyonce",
    notes: checks
      .filter((check) => check.status !== "pass")
      .map(({ name, output }) => describe(name, isTrusted && output)),
    checks: Object.fromEntries(
      checks.map(({ name, status }) => [name, [{ status, time: new Date().toISOString() }]]),
    ),
    startedAt: startupState().startedAt.toISOString(),
    ...details,
  };
  const headers = { "content-type": "application/health+json", "cache-control": "no-store" };
  return new Response(JSON.stringify(body), { status: status === "fail" ? 503 : 200, headers });
}

function worst(checks: HealthCheck[]): HealthCheck["status"] {
  if (checks.some(({ status }) => status === "fail")) return "fail";
  return checks.some(({ status }) => status === "warn") ? "warn" : "pass";
}

function describe(name: string, output: string | false | undefined): string {
  return output ? `${name}: ${output}` : `${name} does not hold`;
}
