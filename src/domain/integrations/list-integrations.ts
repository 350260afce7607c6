import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

export interface IntegrationRow {
  phoneNumberId: string;
  name: string;
  organization: string;
  displayPhoneNumber: string | null;
  wabaId: string | null;
  portfolioId: string | null;
  timeZone: string | null;
  qualityRating: string | null;
  status: string;
  isDefault: boolean;
  /** Where its access token comes from. */
  token: "stored" | "environment";
  sendsPerSecond: number;
  stoppedReason: string | null;
}

export async function listIntegrations(): Promise<IntegrationRow[]> {
  const integrations = await prisma().integration.findMany({
    orderBy: { createdAt: "asc" },
    include: { organization: { select: { slug: true } } },
  });
  return integrations.map((row) => ({
    phoneNumberId: row.phoneNumberId,
    name: row.name,
    organization: row.organization.slug,
    displayPhoneNumber: row.displayPhoneNumber,
    wabaId: row.wabaId,
    portfolioId: row.portfolioId,
    timeZone: row.timeZone,
    qualityRating: row.qualityRating,
    status: row.status,
    isDefault: row.isDefault,
    token: row.accessTokenEncrypted ? "stored" : "environment",
    sendsPerSecond: row.sendsPerSecond,
    stoppedReason: row.stoppedReason,
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
