import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import { sealIntegrationToken } from "./integration-token";
import { notStopped } from "./resume-integrations";

export interface Connection {
  /** Meta's id of the business number, not the number itself. */
  phoneNumberId: string;
  accessToken: string;
  name: string;
}

/**
 * Connects a business number, or gives a connected one another token; the token is stored sealed. Messages that came
 * for the number before are taken in by the next cron. @throws NOT_FOUND without an organization, NOT_CONFIGURED
 * without SESSION_SECRET.
 */
export async function connectIntegration({
  phoneNumberId,
  accessToken,
  name,
}: Connection): Promise<{ isNew: boolean }> {
  const organization = await prisma().organization.findFirst({ orderBy: { createdAt: "asc" } });
  if (!organization) throw new AppError("NOT_FOUND", "There is no organization yet. Run: npm run db:seed");
  const known = await prisma().integration.findUnique({ where: { phoneNumberId } });
  const id = known?.id ?? crypto.randomUUID();
  const data = {
    accessTokenEncrypted: sealIntegrationToken(id, accessToken),
    name,
    ...notStopped,
  };
  await prisma().integration.upsert({
    where: { phoneNumberId },
    create: { id, organizationId: organization.id, phoneNumberId, ...data },
    update: data,
  });
  return { isNew: !known };
}

export interface IntegrationRow {
  phoneNumberId: string;
  name: string;
  status: string;
  /** Where its access token comes from. */
  token: "stored" | "environment";
  sendsPerSecond: number;
  stoppedReason: string | null;
}

export async function listIntegrations(): Promise<IntegrationRow[]> {
  const integrations = await prisma().integration.findMany({ orderBy: { createdAt: "asc" } });
  return integrations.map(({ accessTokenEncrypted, ...row }) => ({
    phoneNumberId: row.phoneNumberId,
    name: row.name,
    status: row.status,
    sendsPerSecond: row.sendsPerSecond,
    stoppedReason: row.stoppedReason,
    token: accessTokenEncrypted ? "stored" : "environment",
  }));
}

/** Tells what Meta lets a number send: 80 a second, 20 for coexistence, 1,000 when upgraded. @throws NOT_FOUND. */
export async function limitIntegration(phoneNumberId: string, sendsPerSecond: number): Promise<void> {
  const { count } = await prisma().integration.updateMany({
    where: { phoneNumberId },
    data: { sendsPerSecond },
  });
  if (count === 0) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
}
