import { type ListedTemplate, listSendable } from "@/domain/templates";
import { inOrganization } from "@/infra/database/in-organization";
import type { Agent } from "./agent";
import { notFound } from "./require-own";

const statement = {
  name: "integration_of_conversation",
  text: `SELECT "integrationId" FROM "Conversation" WHERE "organizationId" = $1 AND id = $2`,
};

/** What can be sent in a conversation whose window has closed: the approved templates of its number. @throws NOT_FOUND. */
export async function listTemplatesFor(
  { organizationId }: Agent,
  conversationId: number,
): Promise<ListedTemplate[]> {
  const [found] = await inOrganization(organizationId, (ask) =>
    ask<{ integrationId: string }>(statement, [organizationId, conversationId]),
  );
  if (!found) throw notFound("Conversation", conversationId);
  return listSendable(found.integrationId);
}
