import { after } from "next/server";
import { testWebhook } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { kickWebhooks, testEndpoint } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(testWebhook, async ({ session, params }) => {
  const eventId = await testEndpoint({ ...session, ...params });
  after(() => kickWebhooks());
  return { eventId };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
