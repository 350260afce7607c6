import { endSession } from "@/infra/auth/sign-in";
import { run } from "@/infra/database/statement";
import { findSessionUser } from "./find-session-user";

const record = {
  name: "users_signed_out",
  text: `
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
  VALUES ($1, 'user:' || $2, 'sign_out', 'User', $2)`,
};

/** Ends the session of whoever has sent these headers. @returns the cookies that take the session's away. */
export async function signOut(headers: Headers): Promise<string[]> {
  const found = await findSessionUser(headers);
  const cookies = await endSession(headers);
  if (found) await run(record, [found.user.organizationId, found.user.id]);
  return cookies;
}
