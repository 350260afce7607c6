import { randomUUID } from "node:crypto";
import { storePassword } from "@/infra/auth/password";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { generatePassword, requirePassword } from "./passwords";

export interface UserToAdd {
  organizationId: string;
  email: string;
  name: string;
  role: "ADMIN" | "AGENT";
  /** Left out: one is made up. */
  password?: string | undefined;
  actor: string;
}

const add = {
  name: "users_add",
  text: `
  WITH added AS (
    INSERT INTO "User" (id, "organizationId", email, name, role) VALUES ($1, $2, $3, $4, $5::"UserRole")
    ON CONFLICT (email) DO NOTHING
    RETURNING id, "organizationId", role
  ),
  audit AS (
    INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
    SELECT "organizationId", $6, 'user_added', 'User', id, jsonb_build_object('role', role) FROM added
  )
  SELECT id FROM added`,
};

/** Adds a user who can sign in at once. @returns the password too, which is shown once. @throws INVALID_INPUT, CONFLICT. */
export async function addUser({
  organizationId,
  email,
  name,
  role,
  password = generatePassword(),
  actor,
}: UserToAdd): Promise<{ userId: string; password: string }> {
  requirePassword(password);
  // better-auth looks addresses up in lower case.
  const values = [randomUUID(), organizationId, email.trim().toLowerCase(), name.trim(), role, actor];
  const [added] = await run<{ id: string }>(add, values);
  if (!added) {
    const publicMessage = "Somebody has that e-mail address already.";
    throw new AppError("CONFLICT", publicMessage, { publicMessage });
  }
  await storePassword(added.id, password);
  return { userId: added.id, password };
}
