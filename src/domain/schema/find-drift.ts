import { raiseAlert, resolveAlert } from "@/domain/alerts";
import type { Ask } from "@/infra/database/statement";
import { recordSchemaFindings } from "@/infra/monitoring/metrics";
import { oncePerProcess } from "@/lib/once-per-process";
import { type SchemaFinding, type Severity, summarise } from "./finding";
import { verifySchema } from "./verify-schema";

const AGAIN_MS = 60_000;

interface Told {
  /** What the last look of this process found to fail; null before the first. */
  drift: string | undefined | null;
  /** When it was last told. */
  at: number;
}

/**
 * Verifies the schema of this process's database, for those who act on it: readiness and the runner. Metrics and operators
 * hear of it as well. @returns what fails; undefined when nothing does. @throws when the database is away.
 */
export async function findDrift(ask?: Ask): Promise<string | undefined> {
  const findings = await verifySchema({ ask });
  recordSchemaFindings({
    fail: count(findings, "fail"),
    warn: count(findings, "warn"),
    note: count(findings, "note"),
  });
  const drift = summarise(findings);
  tell(drift);
  return drift;
}

/**
 * Nobody waits for it. Drift is told when it is first seen, when it is another, and each minute while it lasts, although there
 * is a look every two seconds; that it is over, once, also where an earlier process had told of it.
 */
function tell(drift: string | undefined): void {
  const told = oncePerProcess<Told>("told-drift", () => ({ drift: null, at: 0 }));
  const isNews = drift !== told.drift;
  if (drift === undefined && isNews) void resolveAlert("schema_drift");
  if (drift !== undefined && (isNews || performance.now() - told.at > AGAIN_MS)) {
    told.at = performance.now();
    void raiseAlert({ kind: "schema_drift", subject: "", detail: drift });
  }
  told.drift = drift;
}

function count(findings: SchemaFinding[], severity: Severity): number {
  return findings.filter((found) => found.severity === severity).length;
}
