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
