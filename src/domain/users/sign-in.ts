import { createHmac } from "node:crypto";
import { makeSession, type SignInRequest } from "@/infra/auth/sign-in";
import { run } from "@/infra/database/statement";
import { forgetRequests, type RequestLimit, takeRequest } from "@/infra/rate-limit/take-request";
import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { PASSWORD_CHARACTERS_MAX } from "./passwords";

/** Wrong passwords for one account, from wherever they come. Nobody may guess while nobody can count. */
const wrongPasswords: RequestLimit = {
  name: "wrong-password",
  requests: 10,
  seconds: 15 * 60,
  whenDatabaseAway: "refuse",
};

/**
 * Signs somebody in. An address nobody has, a wrong password and a disabled user are answered alike, after the same work.
 * @returns the cookies to set. @throws UNAUTHORIZED; RATE_LIMITED for the account.
 */
export async function signIn({ email, password, ...from }: SignInRequest): Promise<string[]> {
  const account = email.trim().toLowerCase();
  // Counted before it is known to be wrong: tries that are made at the same time would else all be free.
  await countTry(account);
  const isPossible = password.length <= PASSWORD_CHARACTERS_MAX;
  const made = isPossible ? await makeSession({ email: account, password, ...from }) : null;
  if (!made) {
    const publicMessage = "The e-mail address or the password is wrong.";
    throw new AppError("UNAUTHORIZED", "Sign-in refused", { publicMessage });
  }
  await Promise.all([forgetTries(account), run(record, [made.userId, from.address])]);
  return made.cookies;
}

/** Counts a try of an account's password. @throws RATE_LIMITED. */
export async function countTry(account: string): Promise<void> {
  await takeRequest(wrongPasswords, keyOf(account));
}

export async function forgetTries(account: string): Promise<void> {
  await forgetRequests(wrongPasswords, keyOf(account));
}

/** Counts are kept beside keys of other kinds, and need not say who works here. */
function keyOf(account: string): string {
  return createHmac("sha256", env().AUTH_SECRET ?? "")
    .update(account)
    .digest("base64url");
}

const record = {
  name: "users_signed_in",
  text: `
  INSERT INTO "AuditEvent" ("organizationId", actor, action, entity, "entityId", details)
  SELECT u."organizationId", 'user:' || u.id, 'sign_in', 'User', u.id, jsonb_build_object('address', $2::text)
  FROM "User" u WHERE u.id = $1`,
};
