import { run } from "@/infra/database/statement";
import { type ListedUser, noSuchUser } from "./user-row";

const list = {
  name: "users_list",
  text: `
  SELECT u.id, u."organizationId", u.name, u.email, u.role, u."disabledAt", u."createdAt",
    EXISTS (SELECT 1 FROM "Account" a WHERE a."userId" = u.id AND a.password IS NOT NULL) AS "hasPassword",
    (SELECT max(e."createdAt") FROM "AuditEvent" e
      WHERE e.entity = 'User' AND e."entityId" = u.id AND e.action = 'sign_in') AS "lastSignInAt",
    (SELECT count(*)::int FROM "Session" s WHERE s."userId" = u.id AND s."expiresAt" > now()) AS sessions
  FROM "User" u
  WHERE u."organizationId" = $1 AND ($2::text IS NULL OR u.id = $2)
  ORDER BY u."disabledAt" IS NOT NULL, lower(u.name), u.id`,
};

/**
 * The people of an organization, those who may sign in first. Sessions and passwords are out of reach for the role the inbox
 * reads with (docs/adr/0014-row-level-security.md): this asks by itself, and names the organization.
 */
export function listUsers(organizationId: string): Promise<ListedUser[]> {
  return run<ListedUser>(list, [organizationId, null]);
}

/** One of them. @throws NOT_FOUND. */
export async function readUser(organizationId: string, userId: string): Promise<ListedUser> {
  const [user] = await run<ListedUser>(list, [organizationId, userId]);
  if (!user) throw noSuchUser();
  return user;
}
