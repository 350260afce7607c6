// What the log of a healthy deployment never shows. Two forms: a line that must not be there, and a line that another
// one must follow. docs/OPERATIONS.md, "Log rules", has the same for grep and Loki.

interface LogLine {
  msg: string;
  time: string;
  level?: string;
  [field: string]: unknown;
}

export interface LogRule {
  name: string;
  /** What the message begins with, as it stands in docs/OPERATIONS.md. */
  opens: string;
  /** One of these must follow; left out, the line itself is what must not be there. */
  closedBy?: string[];
  /** The field that says which line belongs to which. */
  by?: string;
  withinSeconds?: number;
  means: string;
  /** Heading in docs/OPERATIONS.md. */
  runBook: string;
}

export const logRules: LogRule[] = [
  {
    name: "start without listening",
    opens: "[STARTUP]|Configuration loaded|Database connection established",
    closedBy: ["Listening on port", "[WORKER] Started"],
    by: "pid",
    withinSeconds: 60,
    means: "A process began to start and takes no requests",
    runBook: "Alert: a process could not start",
  },
  {
    name: "drift",
    opens: "[DB-MISMATCH]",
    means: "Database and code do not fit together",
    runBook: "Alert: database and code do not fit together",
  },
  {
    name: "cron without access",
    opens: "[CRON] trigger start",
    closedBy: ["[CRON] authorized"],
    by: "requestId",
    withinSeconds: 10,
    means: "Whoever calls the cron has not the CRON_SECRET of this deployment",
    runBook: "Alert: the cron does not run",
  },
  {
    name: "circuit stays open",
    opens: "[CIRCUIT] Opened",
    closedBy: ["[CIRCUIT] Closed"],
    by: "circuit",
    withinSeconds: 300,
    means: "Meta or an AI provider has been away for five minutes",
    runBook: "Alert: a circuit breaker is open",
  },
  {
    name: "alert without end",
    opens: "[ALERT] Raised",
    closedBy: ["[ALERT] Resolved"],
    by: "code",
    withinSeconds: 3_600,
    means: "An alert has lasted for an hour",
    runBook: "Alerts",
  },
  {
    name: "alert not told",
    opens: "[ALERT] Slack did not take it",
    means: "An alert has reached nobody but the log",
    runBook: "Alerts",
  },
];

export interface LogFinding {
  rule: LogRule;
  count: number;
  /** When it was first. */
  since: string;
}

/**
 * Applies every rule to lines of a log, oldest first; what is no JSON line of ours is passed over. Something that began
 * so shortly before the end that it may still be followed is no finding.
 */
export function applyLogRules(text: string): LogFinding[] {
  const lines = text.split("\n").flatMap(parseLine);
  const end = Date.parse(lines.at(-1)?.time ?? "");
  return logRules.flatMap((rule) => {
    const times = rule.closedBy ? unfollowed(rule, lines, end) : matches(rule, lines);
    return times[0] === undefined ? [] : [{ rule, count: times.length, since: times[0] }];
  });
}

function matches({ opens }: LogRule, lines: LogLine[]): string[] {
  return lines.filter(({ msg }) => beginsWith(msg, opens.split("|"))).map(({ time }) => time);
}

function unfollowed(rule: LogRule, lines: LogLine[], end: number): string[] {
  const { opens, closedBy = [], by = "", withinSeconds = 0 } = rule;
  const open = new Map<string, string>();
  const late: string[] = [];
  const isLate = (since: string, until: number) => until - Date.parse(since) > withinSeconds * 1_000;
  for (const line of lines) {
    const key = String(line[by]);
    const since = open.get(key);
    if (since !== undefined && beginsWith(line.msg, closedBy)) {
      if (isLate(since, Date.parse(line.time))) late.push(since);
      open.delete(key);
    } else if (since === undefined && beginsWith(line.msg, opens.split("|"))) open.set(key, line.time);
  }
  return [...late, ...[...open.values()].filter((since) => isLate(since, end))].toSorted();
}

function beginsWith(msg: string, beginnings: string[]): boolean {
  return beginnings.some((beginning) => msg.startsWith(beginning));
}

function parseLine(line: string): LogLine[] {
  try {
    const parsed = JSON.parse(line);
    return typeof parsed?.msg === "string" && typeof parsed.time === "string" ? [parsed] : [];
  } catch {
    return []; // Next.js and npm say some things in their own way.
  }
}
