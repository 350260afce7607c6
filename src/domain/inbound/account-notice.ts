// How grave an event of an account is, and what people are told of it. One row for each; the first that fits counts.

import type { WireAccountValue } from "@/infra/whatsapp/webhook-schema";

export type Severity = "info" | "warning" | "critical";

interface Rule {
  field: string;
  /** Null: every event of the field. */
  events: string[] | null;
  severity: Severity;
  /** What people are told; left out: nothing. */
  title?: string;
}

/** Meta, webhooks/reference/…, the page with the name of the field. */
const rules: Rule[] = [
  {
    field: "account_update",
    events: [
      "ACCOUNT_DELETED",
      "ACCOUNT_RESTRICTION",
      "ACCOUNT_OFFBOARDED",
      "PARTNER_REMOVED",
      "PHONE_NUMBER_REMOVED",
    ],
    severity: "critical",
    title: "Meta restricts the WhatsApp account",
  },
  {
    field: "account_update",
    events: ["ACCOUNT_VIOLATION"],
    severity: "warning",
    title: "Meta reports a violation of its policies",
  },
  {
    field: "account_review_update",
    events: ["REJECTED"],
    severity: "critical",
    title: "Meta has rejected the WhatsApp account",
  },
  {
    field: "phone_number_quality_update",
    events: ["FLAGGED", "DOWNGRADE"],
    severity: "warning",
    title: "The quality of a business number is low",
  },
  {
    field: "phone_number_name_update",
    events: ["REJECTED"],
    severity: "warning",
    title: "Meta has rejected a display name",
  },
  {
    field: "message_template_status_update",
    events: ["PAUSED", "DISABLED", "REJECTED", "LIMIT_EXCEEDED", "LOCKED"],
    severity: "warning",
    title: "A template cannot be sent",
  },
  {
    field: "message_template_status_update",
    events: ["FLAGGED"],
    severity: "warning",
    title: "A template will be disabled unless its quality improves",
  },
  {
    field: "message_template_quality_update",
    events: ["RED"],
    severity: "warning",
    title: "A template's quality is low",
  },
  // A template that becomes marketing costs more and needs consent.
  {
    field: "template_category_update",
    events: ["MARKETING"],
    severity: "warning",
    title: "Meta makes a marketing template of one",
  },
  {
    field: "security",
    events: null,
    severity: "warning",
    title: "The PIN of a business number is being changed",
  },
  { field: "flows", events: ["FLOW_STATUS_CHANGE"], severity: "info" },
  { field: "flows", events: null, severity: "warning" },
];

const DISABLED_TITLE = "Meta disables the WhatsApp account";

export function noticeOf(
  field: string,
  event: string | undefined,
  value: WireAccountValue,
): { severity: Severity; title?: string } {
  if (field === "account_update" && event === "DISABLED_UPDATE") return disabling(value);
  if (field === "account_alerts") return alerting(value);
  return (
    rules.find((rule) => rule.field === field && rule.events?.includes(event ?? "") !== false) ?? {
      severity: "info",
    }
  );
}

/** The event is the same for what begins and what ends it. */
function disabling({ ban_info: ban }: WireAccountValue): { severity: Severity; title?: string } {
  const isOver = ban?.waba_ban_state === "REINSTATE";
  return isOver
    ? { severity: "info", title: "Meta has reinstated the WhatsApp account" }
    : { severity: "critical", title: DISABLED_TITLE };
}

function alerting({ alert_severity: own, alert_info: info }: WireAccountValue): {
  severity: Severity;
  title?: string;
} {
  const told = own ?? info?.alert_severity;
  if (told === "CRITICAL") return { severity: "critical", title: "Meta warns about the WhatsApp account" };
  if (told === "WARNING") return { severity: "warning", title: "Meta warns about the WhatsApp account" };
  return { severity: "info" };
}
