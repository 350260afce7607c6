import { run } from "@/infra/database/statement";

export interface SessionRow extends Record<string, unknown> {
  id: string;
  userId: string;
  userName: string;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  /** When it was last made longer, at most a day after it was used. */
  renewedAt: Date;
  expiresAt: Date;
}

const list = {
  name: "users_sessions",
  text: `
  SELECT s.id, s."userId", u.name AS "userName", nullif(s."ipAddress", '') AS "ipAddress",
    nullif(s."userAgent", '') AS "userAgent", s."createdAt", s."updatedAt" AS "renewedAt", s."expiresAt"
  FROM "Session" s JOIN "User" u ON u.id = s."userId"
  WHERE u."organizationId" = $1 AND ($2::text IS NULL OR u.id = $2) AND s."expiresAt" > now()
  ORDER BY s."updatedAt" DESC, s.id LIMIT 500`,
};

/** Who is signed in where: one user's sessions, or all of the organization. */
export function listSessions(organizationId: string, userId: string | null = null): Promise<SessionRow[]> {
  return run<SessionRow>(list, [organizationId, userId]);
}
