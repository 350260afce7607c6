import * as operations from "@/app/_contract/messages-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import { sendingLimits } from "@/domain/media";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(operations.listFileLimits, () => Promise.resolve({ limits: sendingLimits() }));

export const { DELETE, OPTIONS, PATCH, POST, PUT } = otherMethods("GET");
