import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import { checkAccess } from "./check-access";
import { sealIntegrationToken } from "./integration-token";
import { notStopped } from "./resume-integrations";

/**
 * Replaces the access token of a business number, once Meta has said that the new one is good for it; until then the
 * number goes on with the old one. @throws INVALID_INPUT with what Meta said, NOT_FOUND, NOT_CONFIGURED.
 */
export async function rotateAccessToken(phoneNumberId: string, accessToken: string): Promise<void> {
  const known = await prisma().integration.findUnique({ where: { phoneNumberId }, select: { id: true } });
  if (!known) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
  const { checks } = await checkAccess(phoneNumberId, accessToken);
  const against = checks.filter(({ status }) => status === "fail" || status === "unknown");
  if (against.length > 0) {
    const reasons = against.map(({ name, detail, mend }) => `${name}: ${detail}${mend ? ` -> ${mend}` : ""}`);
    throw new AppError("INVALID_INPUT", ["The token is not stored.", ...reasons].join("\n"));
  }
  await storeAccessToken(phoneNumberId, accessToken);
}

/** Stores a token sealed, unasked, and lets the number send again. @throws NOT_FOUND, NOT_CONFIGURED. */
export async function storeAccessToken(phoneNumberId: string, accessToken: string): Promise<void> {
  const known = await prisma().integration.findUnique({ where: { phoneNumberId }, select: { id: true } });
  if (!known) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
  const accessTokenEncrypted = sealIntegrationToken(known.id, accessToken);
  await prisma().integration.update({
    where: { id: known.id },
    data: { accessTokenEncrypted, ...notStopped },
  });
}
