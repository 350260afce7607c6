import { rotateWebhookSecret } from "@/app/_contract/webhook-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { rotateSecret } from "@/domain/webhooks-out";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(rotateWebhookSecret, ({ session, params }) =>
  rotateSecret({ ...session, ...params }),
);

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
