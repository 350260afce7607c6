import { z } from "zod";
import { prisma } from "@/infra/database/prisma";
import { AppError } from "@/lib/errors";
import { timeZoneSchema } from "./hours";
import { sealIntegrationToken } from "./integration-token";

const metaId = z.string().regex(/^\d{5,20}$/, "is not an id of Meta's, which has digits only");

/** What can be said of a number by whoever runs it; the rest is learned from Meta. */
const settingsSchema = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  /** As people dial it; Meta tells it otherwise. */
  displayPhoneNumber: z
    .string()
    .transform((number) => number.replace(/\D/g, ""))
    .pipe(z.string().regex(/^\d{6,15}$/, "is not a phone number"))
    .optional(),
  /** WhatsApp Business Account. */
  wabaId: metaId.optional(),
  /** Business portfolio: within it a user id means one person. */
  portfolioId: metaId.optional(),
  timeZone: timeZoneSchema.optional(),
});

const schema = settingsSchema.extend({
  /** Meta's id of the business number, not the number itself. */
  phoneNumberId: metaId,
  accessToken: z.string().min(8, "is no access token"),
  /** Slug of the organization; not needed where there is only one. */
  organization: z.string().optional(),
});

export type NewIntegration = z.input<typeof schema>;
export type IntegrationSettings = z.input<typeof settingsSchema>;

/**
 * Adds a business number with an access token of its own, which is stored sealed. Messages that came for it before are
 * taken in by the next cron. @throws INVALID_INPUT, also for a number that is there already; NOT_FOUND without its
 * organization; NOT_CONFIGURED without SESSION_SECRET.
 */
export async function addIntegration(input: NewIntegration): Promise<void> {
  const { organization, ...rest } = check(schema, input);
  await addIntegrationTo(await findOrganization(organization), rest);
}

/** The same for an organization that is known. @returns its id. */
export async function addIntegrationTo(
  organizationId: string,
  input: Omit<NewIntegration, "organization">,
): Promise<string> {
  const { accessToken, organization: _, name = "WhatsApp", ...rest } = check(schema, input);
  const id = crypto.randomUUID();
  const accessTokenEncrypted = sealIntegrationToken(id, accessToken);
  const data = { id, organizationId, name, accessTokenEncrypted, ...rest };
  const { count } = await prisma().integration.createMany({ data, skipDuplicates: true });
  if (count > 0) return id;
  const { phoneNumberId } = rest;
  const rotate = `npm run integrations -- rotate ${phoneNumberId}`;
  throw new AppError("INVALID_INPUT", `${phoneNumberId} is there already. Another access token: ${rotate}`);
}

/** Changes what is given, and nothing else. @throws INVALID_INPUT, NOT_FOUND. */
export async function changeIntegration(phoneNumberId: string, input: IntegrationSettings): Promise<void> {
  const data = check(settingsSchema, input);
  const { count } = await prisma().integration.updateMany({ where: { phoneNumberId }, data });
  if (count === 0) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
}

async function findOrganization(slug: string | undefined): Promise<string> {
  const organizations = await prisma().organization.findMany({ orderBy: { createdAt: "asc" }, take: 20 });
  if (organizations.length === 0)
    throw new AppError("NOT_FOUND", "There is no organization yet. Run: npm run db:seed");
  if (slug === undefined && organizations.length === 1) return organizations[0]?.id ?? "";
  const found = await prisma().organization.findUnique({ where: { slug: slug ?? "" } });
  if (found) return found.id;
  const known = organizations.map((organization) => organization.slug).join(", ");
  if (slug === undefined)
    throw new AppError("INVALID_INPUT", `Whose number is it? Give --organization, one of: ${known}`);
  throw new AppError("NOT_FOUND", `There is no organization ${slug}. There are: ${known}`);
}

function check<Output>(wanted: z.ZodType<Output>, input: unknown): Output {
  const parsed = wanted.safeParse(input);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join(".")} ${message}`);
  throw new AppError("INVALID_INPUT", problems.join("; "));
}
