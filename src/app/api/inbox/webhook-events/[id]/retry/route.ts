import { after } from "next/server";
import { retryWebhookEvent } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { kickWebhooks, retryEvent } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(retryWebhookEvent, async ({ session, params }) => {
  await retryEvent({ ...session, ...params });
  after(() => kickWebhooks());
  return {};
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
