import { raiseAlert, resolveAlert } from "@/domain/alerts";
import type { Ask } from "@/infra/database/statement";
import { recordSchemaFindings } from "@/infra/monitoring/metrics";
import { env } from "@/lib/env";
import { oncePerProcess } from "@/lib/once-per-process";
import { allowFindings } from "./allow-findings";
import { type SchemaFinding, type Severity, summarise } from "./finding";
import { verifySchema } from "./verify-schema";

interface Told {
  /** What the last look of this process found to fail; null before the first. */
  drift: string | undefined | null;
}

/**
 * Verifies the schema of this process's database, for those who act on it: readiness and the runner. Metrics and operators
 * hear of it as well. @returns what fails; undefined when nothing does. @throws when the database is away.
 */
export async function findDrift(ask?: Ask): Promise<string | undefined> {
  const findings = allowFindings(await verifySchema({ ask }), env().SCHEMA_ALLOW);
  recordSchemaFindings({
    fail: count(findings, "fail"),
    warn: count(findings, "warn"),
    note: count(findings, "note"),
  });
  const drift = summarise(findings);
  tell(drift);
  return drift;
}

/** Nobody waits for it. That it lasts is told again; that it is over, once, also where an earlier process had raised it. */
function tell(drift: string | undefined): void {
  const told = oncePerProcess<Told>("told-drift", () => ({ drift: null }));
  if (drift !== undefined) void raiseAlert({ kind: "schema_drift", subject: "", detail: drift });
  else if (told.drift !== undefined) void resolveAlert("schema_drift");
  told.drift = drift;
}

function count(findings: SchemaFinding[], severity: Severity): number {
  return findings.filter((found) => found.severity === severity).length;
}
