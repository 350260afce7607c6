import type { Struck } from "./fire";
import type { MemorySeen } from "./memory";
import { RECOVERY_BOUND_MS, type Recovery } from "./recovery";
import { RECONCILE_SECONDS } from "./settings";
import type { UncertainSeen } from "./uncertain";
import type { Finding, Verdict } from "./verdict";

export interface Report {
  seed: number;
  minutes: number;
  rate: number;
  customers: number;
  verdict: Verdict;
  isDrained: boolean;
  uncertain: UncertainSeen;
  /** By kind. */
  faults: Record<string, number>;
  recoveries: Recovery[];
  memory: MemorySeen | null;
  /** How often processes ended although nobody had struck them. */
  ownEnds: number;
  /** Unix ms. */
  startedAt: number;
}

export function countStruck(struck: Struck[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { strike, hasHit } of struck) {
    const kind = kindOf(strike);
    if (hasHit && kind) counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}

/** Null for what the simulator counts, by what really happened on the wire. */
function kindOf(strike: Struck["strike"]): string | null {
  switch (strike.kind) {
    case "kill":
      return `${strike.process.split(" ")[0]}: SIGKILL`;
    case "stop":
      return `${strike.process.split(" ")[0]}: SIGSTOP longer than a lease`;
    case "restart PostgreSQL":
      return `PostgreSQL: ${strike.how === "fast" ? "fast shutdown" : "SIGKILL of the postmaster"}`;
    case "terminate backends":
      return "PostgreSQL: connections cut";
    default:
      return null;
  }
}

/** The closing table, as lines. */
export function describeReport(report: Report): string[] {
  const { verdict, uncertain } = report;
  const rows: [name: string, count: number | string, note?: string][] = [
    ["received", verdict.received, `from ${report.customers} customers`],
    ["answered", verdict.answered],
    ["lost", verdict.lost.length],
    ["doubled", verdict.doubled.length],
    ["out of order", verdict.misordered.length],
    ["left to a person", verdict.leftToPerson],
    ["uncertain", uncertain.total, describeUncertain(uncertain)],
    ["receipts", "", describeReceipts(uncertain)],
  ];
  return [
    ...rows.map(([name, count, note]) => row(name, count, note)),
    ...(report.isDrained ? [] : ["", "  The queue did not become empty in time."]),
    "",
    "  Faults",
    ...Object.entries(report.faults)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([kind, count]) => `  ${String(count).padStart(7)}  ${kind}`),
    ...(report.ownEnds > 0 ? [`  ${String(report.ownEnds).padStart(7)}  process ended by itself`] : []),
    "",
    `  PostgreSQL restarted: away, then until the first answer (at most ${RECOVERY_BOUND_MS / 1_000} s)`,
    ...report.recoveries.map((recovery) => describeRecovery(recovery, report.startedAt)),
    "",
    describeMemory(report.memory),
  ];
}

/** What was found, one line each. */
export function describeFindings({ lost, doubled, misordered }: Verdict): string[] {
  const lines = (name: string, findings: Finding[]) =>
    findings.map(
      ({ what, wamids, jobIds, ledgerIds }) =>
        `  ${name}: ${what}; jobs ${jobIds.join(", ") || "none"}; sends ${ledgerIds.join(", ") || "none"}; ${wamids.join(", ")}`,
    );
  return [...lines("lost", lost), ...lines("doubled", doubled), ...lines("out of order", misordered)];
}

function row(name: string, count: number | string, note = ""): string {
  return `  ${name.padEnd(18)}${String(count).padStart(8)}${note ? `  ${note}` : ""}`;
}

function describeUncertain({ answer, receipt, resend, held, open }: UncertainSeen): string {
  const ways = Object.entries({ answer, receipt, "sent again by policy": resend, held, open });
  return `settled by ${ways.map(([way, count]) => `${way} ${count}`).join(", ")}`;
}

/** Whether silence could mean what the policy takes it for. */
function describeReceipts({ receiptLateMsMax }: UncertainSeen): string {
  const late = `the latest came ${(receiptLateMsMax / 1_000).toFixed(1)} s after its send`;
  const isInTime = receiptLateMsMax < RECONCILE_SECONDS * 1_000;
  return `${late}, the policy waits ${RECONCILE_SECONDS} s${isInTime ? "" : ": it had to guess"}`;
}

function describeRecovery({ how, downAt, upAt, firstAnswerMs }: Recovery, startedAt: number): string {
  const at = `${((downAt - startedAt) / 1_000).toFixed(0)} s`.padStart(7);
  const away = `${((upAt - downAt) / 1_000).toFixed(1)} s`;
  const first = firstAnswerMs === null ? "never" : `${(firstAnswerMs / 1_000).toFixed(1)} s`;
  const isMet = firstAnswerMs !== null && firstAnswerMs <= RECOVERY_BOUND_MS;
  return `  ${at}  ${how.padEnd(6)} ${away.padStart(7)} ${first.padStart(8)}${isMet ? "" : "  TOO LATE"}`;
}

function describeMemory(memory: MemorySeen | null): string {
  if (!memory) return "  Memory of app 1: too few samples";
  const { firstMb, lastMb, maxMb, mbPerMinute, samples } = memory;
  const figures = `first ${firstMb.toFixed(0)} MB, last ${lastMb.toFixed(0)} MB, most ${maxMb.toFixed(0)} MB`;
  return `  Memory of app 1 since the second quarter: ${figures}, trend ${mbPerMinute.toFixed(1)} MB a minute (${samples.length} samples)`;
}
