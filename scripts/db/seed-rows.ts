import { readUser, setPassword } from "@/domain/users";
import { prisma } from "@/infra/database/prisma";
import { env } from "@/lib/env";
import { operator } from "../local/operator";

export const SEED_SLUG = "default";
const LOCAL_PHONE_NUMBER_ID = "106540352242922";

type Say = (what: string) => void;

/**
 * The rows without which the API would refuse everybody: an organization, its admin, the integration of the business
 * number. What is there already stays as people have left it.
 */
export async function seed(say: Say, { isWatched = false } = {}): Promise<void> {
  const organizationId = await ensureOrganization(say);
  await ensureAdmin(organizationId, { say, isWatched });
  await ensureIntegration(organizationId, say);
}

async function ensureOrganization(say: Say): Promise<string> {
  const name = process.env.ORGANIZATION_NAME || "My business";
  const { id } = await prisma().organization.upsert({
    where: { slug: SEED_SLUG },
    create: { slug: SEED_SLUG, name },
    update: {},
  });
  say(`organization ${SEED_SLUG}`);
  return id;
}

/** A password that is made up is shown to whoever watches; what is kept as a log must not have it. */
async function ensureAdmin(
  organizationId: string,
  { say, isWatched }: { say: Say; isWatched: boolean },
): Promise<void> {
  const email = (process.env.ADMIN_EMAIL || "admin@example.com").toLowerCase();
  const create = { organizationId, email, name: "Admin", role: "ADMIN" as const };
  const { id: userId } = await prisma().user.upsert({ where: { email }, create, update: {} });
  const { hasPassword } = await readUser(organizationId, userId);
  if (hasPassword) return say(`admin ${email}`);
  if (!isWatched) return say(`admin ${email}, who cannot sign in yet: npm run users -- password ${email}`);
  const password = await setPassword({ organizationId, userId, actor: operator() });
  say(`admin ${email}, whose password is shown this once: ${password}`);
}

/** Its access token stays in the environment: a copy here would be forgotten when the token is replaced. */
async function ensureIntegration(organizationId: string, say: Say): Promise<void> {
  const { WHATSAPP_PHONE_NUMBER_ID, NODE_ENV } = env();
  if (!WHATSAPP_PHONE_NUMBER_ID && NODE_ENV === "production") {
    return say("no integration: set WHATSAPP_PHONE_NUMBER_ID and run this again, or connect a number");
  }
  const phoneNumberId = WHATSAPP_PHONE_NUMBER_ID ?? LOCAL_PHONE_NUMBER_ID;
  const create = { organizationId, phoneNumberId, name: "WhatsApp", isDefault: true };
  await prisma().integration.upsert({ where: { phoneNumberId }, create, update: {} });
  say(`integration ${phoneNumberId}`);
}
