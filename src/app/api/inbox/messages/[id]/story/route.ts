import { readMessageStory } from "@/app/_contract/story-operations";
import { inboxRoute } from "@/app/_http/inbox-route";
import { otherMethods } from "@/app/_http/other-methods";
import * as inbox from "@/domain/inbox";

export const dynamic = "force-dynamic";

export const GET = inboxRoute(readMessageStory, async ({ session, params }) => ({
  story: await inbox.readMessageStory(session.organizationId, params.id),
}));

export const { POST, PUT, PATCH, DELETE, OPTIONS } = otherMethods("GET");
