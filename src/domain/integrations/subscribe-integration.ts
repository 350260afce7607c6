import { prisma } from "@/infra/database/prisma";
import { subscribeApp } from "@/infra/whatsapp/subscribe-app";
import { AppError } from "@/lib/errors";
import { integrationToken } from "./integration-token";

/** Has Meta send the webhooks of the number's account to our app. @throws NOT_FOUND, INVALID_INPUT, NOT_CONFIGURED. */
export async function subscribeIntegration(phoneNumberId: string): Promise<void> {
  const integration = await prisma().integration.findUnique({ where: { phoneNumberId } });
  if (!integration) throw new AppError("NOT_FOUND", `No integration has the number ${phoneNumberId}`);
  const { wabaId } = integration;
  if (wabaId === null) {
    const verify = `npm run integrations -- verify ${phoneNumberId}`;
    throw new AppError("INVALID_INPUT", `Its account is not known yet. Run: ${verify}`);
  }
  const done = await subscribeApp(wabaId, integrationToken(integration));
  if (!done.isDone) throw new AppError("INVALID_INPUT", `Meta has not subscribed the app: ${done.reason}`);
}
