import { run } from "@/infra/database/statement";
import { type AlertKind, type AlertName, alertKinds } from "./alert-kinds";

export interface OpenAlert {
  kind: string;
  severity: AlertKind["severity"];
  subject: string;
  detail: string;
  raisedAt: Date;
  runBook: string;
}

const statement = {
  name: "list_alerts",
  text: `
  SELECT kind, subject, detail, "raisedAt" FROM "AlertState" WHERE "resolvedAt" IS NULL
  ORDER BY "raisedAt" DESC, kind, subject LIMIT 200`,
};

/**
 * Kinds that are about numbers, accounts or budgets of one organization; the others are about the whole house. Their subject
 * names whose.
 */
const ofOrganizations: string[] = [
  "number_stopped",
  "account_restricted",
  "number_quality",
  "template_unusable",
  "ai_budget",
] satisfies AlertName[];

/** What is open: of the whole house, and of what has one of these ids. */
export async function listAlerts(ownIds: string[]): Promise<OpenAlert[]> {
  const rows = await run<
    Pick<OpenAlert, "kind" | "subject" | "detail" | "raisedAt"> & Record<string, unknown>
  >(statement);
  return rows
    .filter(
      ({ kind, subject }) =>
        !ofOrganizations.includes(kind) || ownIds.some((id) => subject.split(/\s+/).includes(id)),
    )
    .map(({ kind, subject, detail, raisedAt }) => {
      // A newer version may have raised a kind that this one does not know.
      const { severity, runBook } = alertKinds[kind as AlertName] ?? { severity: "warning", runBook: "" };
      return { kind, severity, subject, detail, raisedAt, runBook };
    });
}
