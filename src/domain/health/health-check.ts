export type HealthCheckName =
  | "startup"
  | "shutdown"
  | "environment"
  | "release"
  | "database"
  | "schema"
  | "integration"
  | "parked_deliveries"
  | "cron"
  | "ai";

export interface HealthCheck {
  name: HealthCheckName;
  /** fail: this process must not be sent traffic. warn: it does its work, and somebody has to see to something. */
  status: "pass" | "warn" | "fail";
  /** What does not hold, for those who may know it. */
  output?: string;
  /** How long the answer took. */
  responseMs?: number;
}

export function pass(name: HealthCheckName): HealthCheck {
  return { name, status: "pass" };
}

export function warn(name: HealthCheckName, output: string): HealthCheck {
  return { name, status: "warn", output };
}

export function fail(name: HealthCheckName, output: string): HealthCheck {
  return { name, status: "fail", output };
}
