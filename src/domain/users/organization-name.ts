import { inOrganization } from "@/infra/database/in-organization";
import { AppError } from "@/lib/errors";

const name = { name: "users_organization", text: `SELECT name FROM "Organization" WHERE id = $1` };

export async function organizationName(organizationId: string): Promise<string> {
  const [found] = await inOrganization(organizationId, (ask) =>
    ask<{ name: string }>(name, [organizationId]),
  );
  if (!found) throw new AppError("NOT_FOUND", "No such organization");
  return found.name;
}
