import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";

interface ChosenOrganization {
  id: string;
  slug: string;
  name: string;
}

/** The organization of that slug, or the only one there is. @throws NOT_FOUND, INVALID_INPUT where it has to be said which. */
export async function whichOrganization(slug?: string): Promise<ChosenOrganization> {
  const where = slug === undefined ? {} : { slug };
  const select = { id: true, slug: true, name: true };
  const found = await prisma().organization.findMany({
    where,
    select,
    orderBy: { createdAt: "asc" },
    take: 20,
  });
  const [only, ...others] = found;
  if (only && others.length === 0) return only;
  const publicMessage = only
    ? `There are several organizations, say which: ${found.map((each) => each.slug).join(", ")}.`
    : `There is no organization${slug === undefined ? "" : ` ${slug}`}.`;
  throw new AppError(only ? "INVALID_INPUT" : "NOT_FOUND", publicMessage, { publicMessage });
}
