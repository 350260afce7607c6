import { AppError } from "@/lib/errors";

export interface UserRow extends Record<string, unknown> {
  id: string;
  organizationId: string;
  name: string;
  email: string;
  role: "ADMIN" | "AGENT";
}

/** A user as admins see one. */
export interface ListedUser extends UserRow {
  disabledAt: Date | null;
  createdAt: Date;
  /** Whether there is a password to sign in with. */
  hasPassword: boolean;
  lastSignInAt: Date | null;
  sessions: number;
}

/** Which user, and of which organization: another organization's is not there. */
export interface WhichUser {
  organizationId: string;
  userId: string;
  /** Who does it, for the audit. */
  actor: string;
}

export function noSuchUser(): AppError {
  const publicMessage = "There is no such user here.";
  return new AppError("NOT_FOUND", publicMessage, { publicMessage });
}
