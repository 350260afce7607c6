import { chooseTemplate } from "@/domain/templates";
import { prisma } from "@/infra/database/prisma";
import { rows } from "./own-database";

const reopen = {
  name: "reopen_conversation",
  language: "en_US",
  category: "UTILITY",
  status: "APPROVED",
  components: [{ type: "BODY", text: "Hello {{1}}, we have an answer to your message. Reply to go on." }] as {
    type: string;
    text: string;
  }[],
};

/** Gives a number a template that the simulator knows as well, as a sync would. @returns the integration's id. */
export async function knowTemplate(
  phoneNumberId: string,
  fields: Partial<typeof reopen> = {},
): Promise<string> {
  const { id: integrationId } = await prisma().integration.findUniqueOrThrow({ where: { phoneNumberId } });
  const template = { ...reopen, ...fields, integrationId };
  const { name, language } = template;
  await prisma().template.upsert({
    where: { integrationId_name_language: { integrationId, name, language } },
    create: template,
    update: template,
  });
  return integrationId;
}

/** Has a number send a template where the window has closed before the answer. */
export async function useReopenTemplate(
  phoneNumberId: string,
  greeting = "{{customer_name|there}}",
): Promise<void> {
  const integrationId = await knowTemplate(phoneNumberId);
  const { name, language } = reopen;
  const parameters = { body: [greeting] };
  await chooseTemplate({ integrationId, purpose: "reply", name, language, parameters });
}

/** Puts the customer's last message so far back, by the database's clock. */
export async function lastWrote(from: string, ago: string): Promise<void> {
  await rows(
    `UPDATE "Conversation" c SET "lastInboundAt" = now() - $2::interval FROM "Contact" p
     WHERE p.id = c."contactId" AND p.phone = $1`,
    [from, ago],
  );
}
