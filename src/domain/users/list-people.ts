import { inOrganization } from "@/infra/database/in-organization";

const people = {
  name: "users_people",
  text: `
  SELECT id, name FROM "User" WHERE "organizationId" = $1 AND "disabledAt" IS NULL ORDER BY lower(name), id`,
};

/** Whom a conversation can be given to. */
export function listPeople(organizationId: string): Promise<{ id: string; name: string }[]> {
  return inOrganization(organizationId, (ask) => ask<{ id: string; name: string }>(people, [organizationId]));
}
