import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

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
