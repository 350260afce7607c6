// The rows without which the API would refuse everybody. Idempotent: what is there stays as people have left it.
// Usage: npm run db:seed

import { disconnectDatabase, prisma } from "@/infra/database/prisma";
import { env } from "@/lib/env";
import { runCommand } from "../local/run-command";

const SLUG = "default";
const LOCAL_PHONE_NUMBER_ID = "106540352242922";

await runCommand(async () => {
  try {
    const organizationId = await ensureOrganization();
    await ensureAdmin(organizationId);
    await ensureIntegration(organizationId);
    return 0;
  } finally {
    await disconnectDatabase();
  }
});

async function ensureOrganization(): Promise<string> {
  const name = process.env.ORGANIZATION_NAME || "My business";
  const { id } = await prisma().organization.upsert({
    where: { slug: SLUG },
    create: { slug: SLUG, name },
    update: {},
  });
  say(`organization ${SLUG}`);
  return id;
}

async function ensureAdmin(organizationId: string): Promise<void> {
  const email = process.env.ADMIN_EMAIL || "admin@example.com";
  const create = { organizationId, email, name: "Admin", role: "ADMIN" as const };
  await prisma().user.upsert({ where: { email }, create, update: {} });
  say(`admin ${email}`);
}

/** Its access token stays in the environment: a copy here would be forgotten when the token is replaced. */
async function ensureIntegration(organizationId: string): Promise<void> {
  const { WHATSAPP_PHONE_NUMBER_ID, NODE_ENV } = env();
  if (!WHATSAPP_PHONE_NUMBER_ID && NODE_ENV === "production") {
    return say("no integration: set WHATSAPP_PHONE_NUMBER_ID and run this again, or connect a number");
  }
  const phoneNumberId = WHATSAPP_PHONE_NUMBER_ID ?? LOCAL_PHONE_NUMBER_ID;
  const create = { organizationId, phoneNumberId, name: "WhatsApp", isDefault: true };
  await prisma().integration.upsert({ where: { phoneNumberId }, create, update: {} });
  say(`integration ${phoneNumberId}`);
}

function say(what: string): void {
  process.stdout.write(`seeded: ${what}\n`);
}
