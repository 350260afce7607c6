import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

/** The templates of a number as they were last synced. */
export function listTemplates(integrationId: string) {
  return prisma().template.findMany({
    where: { integrationId },
    orderBy: [{ name: "asc" }, { language: "asc" }],
  });
}

/** One template. @throws INVALID_INPUT for one that the last sync has not seen. */
export async function getTemplate(integrationId: string, name: string, language: string) {
  const key = { integrationId, name, language };
  const template = await prisma().template.findUnique({ where: { integrationId_name_language: key } });
  if (template) return template;
  const publicMessage = `This number has no template ${name} in ${language}. Look for it with: npm run templates -- sync`;
  throw new AppError("INVALID_INPUT", publicMessage, { publicMessage });
}

/**
 * The number that a command is about: the named one, else the default, else the only one. @throws NOT_FOUND, INVALID_INPUT.
 */
export async function whichIntegration(
  phoneNumberId?: string,
): Promise<{ id: string; phoneNumberId: string }> {
  const where = phoneNumberId === undefined ? {} : { phoneNumberId };
  const found = await prisma().integration.findMany({
    where,
    orderBy: [{ isDefault: "desc" }, { createdAt: "asc" }],
  });
  const [first, second] = found;
  if (!first) throw new AppError("NOT_FOUND", "There is no such number. See: npm run integrations -- list");
  if (second && !first.isDefault)
    throw new AppError("INVALID_INPUT", "There are several numbers: name one with --number");
  return first;
}
