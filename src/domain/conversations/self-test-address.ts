import { randomInt } from "node:crypto";

/**
 * Where a self-test writes from. A WhatsApp id is a country code and a number, together 15 digits at most, and no country
 * code begins with 0 (ITU-T E.164): sixteen digits that begin with eight zeros can be nobody's.
 */
export const SELF_TEST_PREFIX = "00000000";

const address = new RegExp(`^${SELF_TEST_PREFIX}\\d{8}$`);

/**
 * Whether a customer is a self-test. Somebody whom Meta knows by a user id is a person, whatever number is written beside
 * it: nobody's message is ever held back for a test.
 */
export function isSelfTest({ phone, userId }: { phone: string | null; userId: string | null }): boolean {
  return phone !== null && userId === null && address.test(phone);
}

/** One for each run, so that runs beside each other do not share a conversation. */
export function newSelfTestAddress(): string {
  return `${SELF_TEST_PREFIX}${String(randomInt(1e8)).padStart(8, "0")}`;
}
