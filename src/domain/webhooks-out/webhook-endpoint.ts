/** An endpoint, without its secret: that is shown once, when it is made. */
export interface WebhookEndpoint {
  id: string;
  url: string;
  description: string | null;
  /** Empty: all. */
  events: string[];
  createdAt: Date;
  disabledAt: Date | null;
  disabledReason: string | null;
  /** Since when nothing has been taken. */
  failingSince: Date | null;
  previousSecretUntil: Date | null;
}

/** Whose it is, who asks, and which one. */
export interface WhichEndpoint {
  organizationId: string;
  /** For the audit. */
  actor: string;
  id: string;
}

export const endpointColumnsSql = `
  id, url, description, coalesce(events, '{}') AS events, "createdAt", "disabledAt", "disabledReason", "failingSince",
  CASE WHEN "previousSecretUntil" > now() THEN "previousSecretUntil" END AS "previousSecretUntil"`;

/** What is written of what somebody did with endpoints; `$1` and `$2` are organization and actor. */
export function auditSql(actionSql: string, rowsSql: string): string {
  return `INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
    SELECT $1, $2, ${actionSql}, 'WebhookEndpoint', ${rowsSql}.id FROM ${rowsSql}`;
}
