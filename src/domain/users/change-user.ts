import type { Ask } from "@/infra/database/statement";
import { inTransaction } from "@/infra/database/transaction";
import { AppError } from "@/lib/errors";
import { noSuchUser, type WhichUser } from "./user-row";

export interface UserChange {
  name?: string | undefined;
  role?: "ADMIN" | "AGENT" | undefined;
  disabled?: boolean | undefined;
}

// All admins of the organization, in one order: two who take each other's rights away do it one after the other.
const lock = {
  name: "users_lock_admins",
  text: `
  SELECT id, "organizationId", role, "disabledAt" FROM "User"
  WHERE "organizationId" = $1 AND (id = $2 OR (role = 'ADMIN' AND "disabledAt" IS NULL))
  ORDER BY id FOR UPDATE`,
};
const change = {
  name: "users_change",
  text: `
  WITH changed AS (
    UPDATE "User" SET name = coalesce($3, name), role = coalesce($4::"UserRole", role), "updatedAt" = now(),
      "disabledAt" = CASE WHEN $5::boolean IS NULL THEN "disabledAt" WHEN $5 THEN coalesce("disabledAt", now()) END
    WHERE id = $2 AND "organizationId" = $1
    RETURNING id, "disabledAt"
  ),
  signed_out AS (
    DELETE FROM "Session" WHERE "userId" IN (SELECT id FROM changed WHERE "disabledAt" IS NOT NULL)
  )
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  SELECT $1, $6, 'user_changed', 'User', id, $7::jsonb FROM changed`,
};

interface Locked extends Record<string, unknown> {
  id: string;
  role: "ADMIN" | "AGENT";
  disabledAt: Date | null;
}

/**
 * Renames a user, gives another role, takes out of use (which ends every session) or back. @throws NOT_FOUND; CONFLICT for the
 * last admin of the organization.
 */
export async function changeUser(
  { organizationId, userId, actor }: WhichUser,
  wanted: UserChange,
): Promise<void> {
  await inTransaction(async (ask: Ask) => {
    const locked = await ask<Locked>(lock, [organizationId, userId]);
    const user = locked.find(({ id }) => id === userId);
    if (!user) throw noSuchUser();
    const staysAdmin =
      (wanted.role ?? user.role) === "ADMIN" && !(wanted.disabled ?? user.disabledAt !== null);
    if (!staysAdmin && !locked.some((other) => other.id !== userId)) throw lastAdmin();
    const { name = null, role = null, disabled = null } = wanted;
    const details = JSON.stringify({ role: role ?? undefined, disabled: disabled ?? undefined });
    await ask(change, [organizationId, userId, name?.trim() ?? null, role, disabled, actor, details]);
  });
}

function lastAdmin(): AppError {
  const publicMessage = "This is the last admin: make somebody else one first.";
  return new AppError("CONFLICT", publicMessage, { publicMessage });
}
