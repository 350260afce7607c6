export interface AlertKind {
  severity: "critical" | "warning";
  /** One sentence; the detail says how much, or which. */
  title: string;
  /** The heading in docs/OPERATIONS.md that says what to do. */
  runBook: string;
  /**
   * silence: when nobody has seen it for five minutes. word: when resolveAlert says so, since it is not looked for again.
   * day: at midnight UTC, and it is told once until then.
   */
  ends: "silence" | "word" | "day";
}

/** Everything operators are woken for. */
export const alertKinds = {
  startup_failed: {
    severity: "critical",
    title: "A process could not start properly",
    runBook: "Alert: a process could not start",
    ends: "word",
  },
  schema_drift: {
    severity: "critical",
    title: "Database and code do not fit together",
    runBook: "Alert: database and code do not fit together",
    ends: "word",
  },
  circuit_open: {
    severity: "warning",
    title: "A circuit breaker is open: jobs wait",
    runBook: "Alert: a circuit breaker is open",
    ends: "silence",
  },
  queue_late: {
    severity: "critical",
    title: "Customers wait for answers",
    runBook: "Alert: customers wait for answers",
    ends: "silence",
  },
  error_rate: {
    severity: "warning",
    title: "Many errors",
    runBook: "Alert: many errors",
    ends: "silence",
  },
  number_stopped: {
    severity: "critical",
    title: "Meta refuses everything of a business number",
    runBook: "Alert: a business number is stopped",
    ends: "silence",
  },
  account_restricted: {
    severity: "critical",
    title: "Meta restricts a WhatsApp account",
    runBook: "Alert: Meta restricts an account",
    ends: "silence",
  },
  number_quality: {
    severity: "warning",
    title: "The quality of a business number is low",
    runBook: "Alert: the quality of a number is low",
    ends: "silence",
  },
  template_unusable: {
    severity: "warning",
    title: "A template that is in use cannot be sent",
    runBook: "Alert: a template cannot be sent",
    ends: "silence",
  },
  cron_late: {
    severity: "critical",
    title: "The cron does not run",
    runBook: "Alert: the cron does not run",
    ends: "silence",
  },
  parked_deliveries: {
    severity: "critical",
    title: "Webhooks could not be taken in and wait",
    runBook: "Alert: webhooks wait to be played again",
    ends: "silence",
  },
  vacuum_held: {
    severity: "warning",
    title: "Something holds back vacuum",
    runBook: "Alert: something holds back vacuum",
    ends: "silence",
  },
  dead_rows: {
    severity: "warning",
    title: "Dead rows pile up in a table",
    runBook: "Alert: dead rows pile up",
    ends: "silence",
  },
  ai_budget: {
    severity: "warning",
    title: "The daily budget for AI is used up",
    runBook: "Alert: the daily budget for AI is used up",
    ends: "day",
  },
} as const satisfies Record<string, AlertKind>;

export type AlertName = keyof typeof alertKinds;

export interface Alert {
  kind: AlertName;
  /** Which of several: a circuit, a number, a component. Empty where there is only one. */
  subject: string;
  detail: string;
}
