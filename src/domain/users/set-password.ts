import { isPasswordOf, storePassword } from "@/infra/auth/password";
import { run } from "@/infra/database/statement";
import { AppError } from "@/lib/errors";
import { generatePassword, requirePassword } from "./passwords";
import { countTry, forgetTries } from "./sign-in";
import { noSuchUser, type WhichUser } from "./user-row";

const find = {
  name: "users_find",
  text: `SELECT email FROM "User" WHERE id = $2 AND "organizationId" = $1`,
};
const signOut = {
  name: "users_new_password",
  text: `
  WITH gone AS (DELETE FROM "Session" WHERE "userId" = $2 AND ($4::text IS NULL OR id <> $4))
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId")
  VALUES ($1, $3, 'password_changed', 'User', $2)`,
};

/** Gives a user a new password, made up unless there is one; all their sessions end. @returns it. @throws NOT_FOUND. */
export async function setPassword(which: WhichUser, password = generatePassword()): Promise<string> {
  requirePassword(password);
  const { email } = await findUser(which);
  await storePassword(which.userId, password);
  await Promise.all([
    run(signOut, [which.organizationId, which.userId, which.actor, null]),
    forgetTries(email),
  ]);
  return password;
}

interface PasswordChange {
  current: string;
  next: string;
  /** The session that goes on; all others end. */
  sessionId: string | null;
}

/** Changes one's own password. A wrong one counts like a wrong one at the door. @throws INVALID_INPUT, RATE_LIMITED. */
export async function changePassword(which: WhichUser, change: PasswordChange): Promise<void> {
  requirePassword(change.next);
  const { email } = await findUser(which);
  await countTry(email);
  if (!(await isPasswordOf(which.userId, change.current))) {
    const publicMessage = "The current password is wrong.";
    throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
  }
  await storePassword(which.userId, change.next);
  const values = [which.organizationId, which.userId, which.actor, change.sessionId];
  await Promise.all([run(signOut, values), forgetTries(email)]);
}

async function findUser({ organizationId, userId }: WhichUser): Promise<{ email: string }> {
  const [user] = await run<{ email: string }>(find, [organizationId, userId]);
  if (!user) throw noSuchUser();
  return user;
}
