import { randomInt } from "node:crypto";
import { AppError } from "@/lib/errors";

const PASSWORD_CHARACTERS_MIN = 12;
export const PASSWORD_CHARACTERS_MAX = 128;

/** Without what is mistaken for another: it is read out and typed. */
const LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
const GENERATED_CHARACTERS = 20;

/** @throws INVALID_INPUT. Length is all that is asked of a password (NIST SP 800-63B, 5.1.1.2). */
export function requirePassword(password: string): void {
  const isRight = password.length >= PASSWORD_CHARACTERS_MIN && password.length <= PASSWORD_CHARACTERS_MAX;
  if (isRight) return;
  const publicMessage = `A password has ${PASSWORD_CHARACTERS_MIN} to ${PASSWORD_CHARACTERS_MAX} characters.`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

/** One that nobody has thought of, 115 bits of chance. */
export function generatePassword(): string {
  return Array.from({ length: GENERATED_CHARACTERS }, () => LETTERS[randomInt(LETTERS.length)]).join("");
}
