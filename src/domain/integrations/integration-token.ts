import { env } from "@/lib/env";
import { AppError } from "@/lib/errors";
import { isSealedWith, open, seal } from "@/lib/seal";

export interface IntegrationCredentials {
  id: string;
  phoneNumberId: string;
  accessTokenEncrypted: string | null;
}

/**
 * The access token of a business number: its own where one is stored, else the environment's, which belongs to
 * WHATSAPP_PHONE_NUMBER_ID. Decrypted here and nowhere else. @throws NOT_CONFIGURED when there is neither.
 */
export function integrationToken({
  id,
  phoneNumberId,
  accessTokenEncrypted,
}: IntegrationCredentials): string {
  const { SESSION_SECRET, SESSION_SECRET_PREVIOUS, WHATSAPP_ACCESS_TOKEN, WHATSAPP_PHONE_NUMBER_ID } = env();
  if (accessTokenEncrypted)
    return open(accessTokenEncrypted, context(id), [SESSION_SECRET, SESSION_SECRET_PREVIOUS]);
  if (WHATSAPP_ACCESS_TOKEN && phoneNumberId === WHATSAPP_PHONE_NUMBER_ID) return WHATSAPP_ACCESS_TOKEN;
  throw new AppError("NOT_CONFIGURED", `No access token for the number ${phoneNumberId}`);
}

/** What to store as Integration.accessTokenEncrypted. @throws NOT_CONFIGURED without SESSION_SECRET. */
export function sealIntegrationToken(integrationId: string, accessToken: string): string {
  const { SESSION_SECRET } = env();
  if (!SESSION_SECRET)
    throw new AppError("NOT_CONFIGURED", "SESSION_SECRET is not set: credentials cannot be stored");
  return seal(accessToken, context(integrationId), SESSION_SECRET);
}

/** Whether a stored token is sealed with the current SESSION_SECRET, and not with the previous one. */
export function isSealedAnew(accessTokenEncrypted: string): boolean {
  const { SESSION_SECRET } = env();
  return SESSION_SECRET !== undefined && isSealedWith(accessTokenEncrypted, SESSION_SECRET);
}

function context(integrationId: string): string {
  return `Integration:${integrationId}:accessTokenEncrypted`;
}
