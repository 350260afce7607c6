import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { requireOwn } from "./require-own";

export interface CustomerMerge {
  id: number;
  survivor: { id: number; name: string };
  absorbed: { id: number; name: string };
  /** pending, done, refused or undone. */
  status: string;
  reason: string;
  /** Null: the system. */
  actorName: string | null;
  createdAt: Date;
  mergedAt: Date | null;
  undoneAt: Date | null;
}

const nameSql = (contact: string) =>
  `json_build_object('id', ${contact}.id, 'name', coalesce(${contact}.name, ${contact}."profileName",
    ${contact}.username, ${contact}.phone, ${contact}."userId", ${contact}.address))`;

const statement = {
  name: "list_customer_merges",
  text: `
  SELECT g.id, ${nameSql("s")} AS survivor, ${nameSql("a")} AS absorbed, g.status, g.reason,
    coalesce(u.name, nullif(g.actor, 'system')) AS "actorName", g."createdAt", g."mergedAt", g."undoneAt"
  FROM "ContactMerge" g JOIN "Contact" s ON s.id = g."survivorId" JOIN "Contact" a ON a.id = g."absorbedId"
    LEFT JOIN "User" u ON u.id = substring(g.actor FROM '^user:(.*)$')
  WHERE g."organizationId" = $1 AND $2 IN (g."survivorId", g."absorbedId")
  ORDER BY g.id DESC LIMIT 200`,
};

/** The merges of a customer, the newest first. @throws NOT_FOUND. */
export async function listCustomerMerges(agent: Agent, contactId: number): Promise<CustomerMerge[]> {
  await requireOwn(agent, "Contact", contactId);
  const { organizationId } = agent;
  return inOrganization(organizationId, (ask) =>
    ask<CustomerMerge & Record<string, unknown>>(statement, [organizationId, contactId]),
  );
}
