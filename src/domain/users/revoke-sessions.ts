import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";

interface WhichSessions {
  organizationId: string;
  /** Of this user only; null: of anybody in the organization. */
  userId: string | null;
  /** This one; null: all. */
  sessionId: string | null;
  actor: string;
}

const revoke = {
  name: "users_revoke_sessions",
  text: `
  WITH gone AS (
    DELETE FROM "Session" s USING "User" u
    WHERE u.id = s."userId" AND u."organizationId" = $1 AND ($2::text IS NULL OR u.id = $2)
      AND ($3::text IS NULL OR s.id = $3)
    RETURNING s.id, s."userId"
  )
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  SELECT $1, $4, 'session_revoked', 'User', "userId", jsonb_build_object('session', id) FROM gone
  RETURNING 1`,
};

/** Signs out, at once and everywhere. @returns how many sessions have ended. */
export async function revokeSessions(which: WhichSessions): Promise<number> {
  const { organizationId, userId, sessionId, actor } = which;
  const ended = await run(revoke, [organizationId, userId, sessionId, actor]);
  return ended.length;
}

/** The same for one session. @throws NOT_FOUND when it is not there, or somebody else's. */
export async function revokeSession(which: WhichSessions & { sessionId: string }): Promise<void> {
  if ((await revokeSessions(which)) > 0) return;
  const publicMessage = "There is no such session here.";
  throw new AppError("NOT_FOUND", publicMessage, { publicMessage });
}
