import { checkNumber } from "@/app/_contract/integration-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { checkAccess, isKnownNumber } from "@/domain/integrations";

export const dynamic = "force-dynamic";

export const POST = inboxRoute(checkNumber, async ({ body }) => {
  const { phoneNumberId, accessToken } = body;
  const [{ checks, number }, isKnown] = await Promise.all([
    checkAccess(phoneNumberId, accessToken),
    isKnownNumber(phoneNumberId),
  ]);
  return {
    checks,
    displayPhoneNumber: number?.display_phone_number ?? null,
    verifiedName: number?.verified_name ?? null,
    isKnown,
  };
});

export const { DELETE, GET, OPTIONS, PATCH, PUT } = otherMethods("POST");
