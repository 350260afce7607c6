import { aiProviders } from "@/infra/ai/providers";
import { type CircuitName, circuitStatuses } from "@/infra/circuit/circuit";
import { checkReadiness } from "./check-readiness";
import type { HealthCheck } from "./health-check";

/** A single check by the last part of its path; undefined when there is none of that name. */
export async function checkOne(name: string): Promise<HealthCheck | undefined> {
  switch (name) {
    case "database":
      return await fromReadiness("database");
    case "whatsapp":
      return withCircuits(await fromReadiness("integration"), ["meta"]);
    case "ai":
      return checkAi();
    default:
      return undefined;
  }
}

async function fromReadiness(name: HealthCheck["name"]): Promise<HealthCheck> {
  const checks = await checkReadiness();
  // A check that was not reached did not pass: what comes before it does not hold.
  return (
    checks.find((check) => check.name === name) ?? { name, status: "fail", output: "Could not be checked" }
  );
}

/** Without a provider customers still get the business's own sentence and a person, so this warns. */
function checkAi(): HealthCheck {
  const names = aiProviders().map((provider) => provider.name);
  if (names.length === 0) return { name: "ai", status: "warn", output: "No AI provider has a key" };
  return withCircuits({ name: "ai", status: "pass" }, names);
}

/** An open circuit is no failure of ours: jobs wait, and nothing is lost. */
function withCircuits(check: HealthCheck, names: CircuitName[]): HealthCheck {
  const notClosed = circuitStatuses().filter(({ name, state }) => names.includes(name) && state !== "closed");
  if (notClosed.length === 0 || check.status === "fail") return check;
  const output = notClosed.map(({ name, state }) => `The circuit of ${name} is ${state}`).join("; ");
  return { ...check, status: "warn", output: [check.output, output].filter(Boolean).join("; ") };
}
