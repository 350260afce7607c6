import { prisma } from "@/infra/database/prisma";
import { AppError, describeError, isAppError } from "@/lib/errors";
import { log } from "@/lib/logger";
import { type IntegrationCredentials, integrationToken } from "./integration-token";
import { tokenFingerprint } from "./stop-integration";

/** What an ACTIVE integration has in the columns that tell why it was stopped. */
export const notStopped = {
  status: "ACTIVE",
  stoppedCode: null,
  stoppedReason: null,
  stoppedToken: null,
  stoppedAt: null,
} as const;

/**
 * Lets numbers send again whose access token is another one than the one Meta refused: stored ones are replaced by
 * storeAccessToken, those of the environment by a deployment. @returns how many.
 */
export async function resumeIntegrations(): Promise<number> {
  const stopped = await prisma().integration.findMany({ where: { status: "STOPPED" } });
  let resumed = 0;
  for (const integration of stopped) {
    const token = currentToken(integration);
    if (!token || tokenFingerprint(token) === integration.stoppedToken) continue;
    const { id, stoppedAt, phoneNumberId } = integration;
    const { count } = await prisma().integration.updateMany({ where: { id, stoppedAt }, data: notStopped });
    resumed += count;
    if (count > 0) log("info", "[INTEGRATION] Resumed with another access token", { phoneNumberId });
  }
  return resumed;
}

/** Lets a stopped number send again, after somebody has put right what Meta complained of. @throws NOT_FOUND. */
export async function resumeIntegration(phoneNumberId: string): Promise<void> {
  const where = { phoneNumberId, status: "STOPPED" as const };
  const { count } = await prisma().integration.updateMany({ where, data: notStopped });
  if (count === 0) throw new AppError("NOT_FOUND", `No stopped integration has the number ${phoneNumberId}`);
}

function currentToken(integration: IntegrationCredentials): string | undefined {
  try {
    return integrationToken(integration);
  } catch (error) {
    // This process cannot know its token; one that can will resume it.
    if (!isAppError(error)) throw error;
    log("warn", "[INTEGRATION] Its access token cannot be read here", {
      phoneNumberId: integration.phoneNumberId,
      error: describeError(error),
    });
    return undefined;
  }
}
