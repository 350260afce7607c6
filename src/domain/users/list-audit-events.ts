import { inOrganization } from "@/infra/database/in-organization";

export interface AuditRow extends Record<string, unknown> {
  id: number;
  actor: string;
  actorName: string | null;
  action: string;
  entity: string;
  entityId: string;
  details: Record<string, unknown>;
  createdAt: Date;
}

export interface AuditFilter {
  /** Ids below this one: the page before. */
  before?: number | undefined;
  entity?: string | undefined;
  entityId?: string | undefined;
  actor?: string | undefined;
  action?: string | undefined;
  limit: number;
}

const list = {
  name: "users_audit",
  text: `
  SELECT e.id, e.actor, u.name AS "actorName", e.action, e.entity, e."entityId", e.details, e."createdAt"
  FROM "AuditEvent" e
  LEFT JOIN "User" u ON 'user:' || u.id = e.actor AND u."organizationId" = e."organizationId"
  WHERE e."organizationId" = $1 AND ($2::bigint IS NULL OR e.id < $2)
    AND ($3::text IS NULL OR e.entity = $3) AND ($4::text IS NULL OR e."entityId" = $4)
    AND ($5::text IS NULL OR e.actor = $5) AND ($6::text IS NULL OR e.action = $6)
  ORDER BY e.id DESC LIMIT $7`,
};

/** What was done and by whom, the latest first. @returns `before` of the next page; null: there is none. */
export async function listAuditEvents(
  organizationId: string,
  { before, entity, entityId, actor, action, limit }: AuditFilter,
): Promise<{ events: AuditRow[]; before: number | null }> {
  const values = [organizationId, before, entity, entityId, actor, action, limit + 1];
  const found = await inOrganization(organizationId, (ask) => ask<AuditRow>(list, values));
  const events = found.slice(0, limit);
  const hasMore = found.length > limit;
  return { events, before: hasMore ? (events.at(-1)?.id ?? null) : null };
}
