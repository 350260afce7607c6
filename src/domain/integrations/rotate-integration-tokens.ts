import { prisma } from "@/infra/database/prisma";
import { env } from "@/lib/env";
import { AppError, isAppError } from "@/lib/errors";
import {
  type IntegrationCredentials,
  integrationToken,
  isSealedAnew,
  sealIntegrationToken,
} from "./integration-token";

export interface TokenRotation {
  /** Sealed anew under SESSION_SECRET. */
  rotated: number;
  /** Under it already, or given another token meanwhile, which is sealed with it. */
  current: number;
  /** Numbers whose token neither secret opens: it has to be connected again. */
  unreadable: string[];
}

/**
 * Seals every stored access token with the current SESSION_SECRET; afterwards SESSION_SECRET_PREVIOUS is not needed any
 * more. Safe to repeat and with traffic running: every process opens both until then, and a token that somebody
 * connects at the same time wins. @throws NOT_CONFIGURED without SESSION_SECRET.
 */
export async function rotateIntegrationTokens(): Promise<TokenRotation> {
  if (!env().SESSION_SECRET) throw new AppError("NOT_CONFIGURED", "SESSION_SECRET is not set");
  const result: TokenRotation = { rotated: 0, current: 0, unreadable: [] };
  const stored = await prisma().integration.findMany({ where: { accessTokenEncrypted: { not: null } } });
  for (const integration of stored) {
    const { id, phoneNumberId, accessTokenEncrypted } = integration;
    const token = isSealedAnew(accessTokenEncrypted ?? "") ? undefined : openToken(integration);
    if (token === null) {
      result.unreadable.push(phoneNumberId);
      continue;
    }
    if (token === undefined) {
      result.current += 1;
      continue;
    }
    const { count } = await prisma().integration.updateMany({
      where: { id, accessTokenEncrypted },
      data: { accessTokenEncrypted: sealIntegrationToken(id, token) },
    });
    result.rotated += count;
    result.current += 1 - count;
  }
  return result;
}

function openToken(integration: IntegrationCredentials): string | null {
  try {
    return integrationToken(integration);
  } catch (error) {
    if (!isAppError(error) || error.code !== "NOT_CONFIGURED") throw error;
    return null;
  }
}
